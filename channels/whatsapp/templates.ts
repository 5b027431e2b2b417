import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { Template, TemplatesOutcome } from '../contract';
import { callTwilio } from './call';
import { healthOf, sentenceOf } from './errors';
import { settingsOf } from './settings';

const pageSize = 100;
/** More than anybody picks from; WhatsApp allows an account 6,000 over all languages. */
const mostTemplates = 1_000;

const approval = z.looseObject({ status: z.string() });

/** A template of the Content API, as far as it is read. */
const content = z.looseObject({
  sid: z.string().min(1),
  friendlyName: z.string().catch(''),
  language: z.string().catch(''),
  variables: z.record(z.string(), z.unknown()).nullish().catch(null),
  /** By kind, such as `twilio/text`; most have a `body`. */
  types: z.record(z.string(), z.looseObject({ body: z.string().optional().catch(undefined) }).catch({})).catch({}),
  approvalRequests: z
    .union([approval, z.array(approval)])
    .nullish()
    .catch(null),
});

const placeholder = /\{\{\s*([^{}\s]+)\s*\}\}/g;

function templateOf(listed: unknown): Template[] {
  const read = content.safeParse(listed).data;
  if (!read) return [];
  const { sid: id, friendlyName, language, types, approvalRequests } = read;
  const isApproved = [approvalRequests ?? []].flat().some(({ status }) => status.toLowerCase() === 'approved');
  const text = Object.values(types).find(({ body }) => body)?.body;
  // What has no text cannot be shown to who should pick it.
  if (!isApproved || text === undefined) return [];
  const named = [...text.matchAll(placeholder)].map(([, name = '']) => name);
  const variables = [...new Set([...Object.keys(read.variables ?? {}), ...named])];
  return [{ id, name: friendlyName || id, language, text, variables }];
}

/** The account's templates that WhatsApp has approved. */
export async function listWhatsAppTemplates(apiRoot: string, channel: OpenedChannel): Promise<TemplatesOutcome> {
  const account = settingsOf(channel);
  const answer =
    account &&
    (await callTwilio<unknown[]>({
      apiRoot,
      account,
      ask: (client) => client.content.v1.contentAndApprovals.list({ pageSize, limit: mostTemplates }),
    }));
  if (answer?.ok) return { kind: 'templates', templates: answer.result.flatMap(templateOf) };
  const trouble = answer?.trouble ?? { kind: 'unauthorized' as const };
  const reason = sentenceOf(trouble);
  return trouble.kind === 'unauthorized'
    ? { kind: 'unavailable', reason, health: healthOf(trouble) }
    : { kind: 'unavailable', reason };
}
