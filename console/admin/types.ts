import type { z } from 'zod';
import type { auditEntryShape } from '../../api/shapes/audit';
import type { facebookPageShape } from '../../api/shapes/facebook';
import type { chatActionShape, parameterShape, processShape } from '../../api/shapes/process';
import type { providerShape } from '../../api/shapes/provider';
import type { quickReplyShape } from '../../api/shapes/quick-reply';
import type { settingShape } from '../../api/shapes/setting';

/** What only the administration reads of the HTTP interface. */
export type AuditEntry = z.infer<typeof auditEntryShape>;
export type FacebookPage = z.infer<typeof facebookPageShape>;
export type ChatAction = z.infer<typeof chatActionShape>;
export type ProcessParameter = z.infer<typeof parameterShape>;
export type Process = z.infer<typeof processShape>;
export type Provider = z.infer<typeof providerShape>;
export type QuickReply = z.infer<typeof quickReplyShape>;
export type Setting = z.infer<typeof settingShape>;

export interface RoutingRule {
  code: string;
  title: string;
}
