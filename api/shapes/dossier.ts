import { z } from 'zod';
import { caseStatuses, orderStatuses } from '../../domain/dossier';

const named = z.object({ id: z.string(), name: z.string() });

const dossier = {
  id: z.string(),
  number: z.number().int(),
  subject: z.string(),
  notes: z.string(),
  contact: named,
  chat: z.object({ id: z.string(), number: z.number().int().nullable() }),
  transcriptUrl: z
    .string()
    .nullable()
    .meta({ description: 'The conversation, by this interface; null once it was deleted.' }),
  operator: named.meta({ description: 'Who had it opened.' }),
  createdAt: z.iso.datetime(),
  history: z
    .array(
      z.object({
        at: z.iso.datetime(),
        by: named,
        field: z.enum(['status', 'subject', 'notes']),
        from: z.string(),
        to: z.string(),
      }),
    )
    .meta({ description: 'Who changed what and when, oldest first.' }),
};

export const caseShape = z.object({ ...dossier, status: z.enum(caseStatuses) }).meta({ id: 'Case' });
export const orderShape = z.object({ ...dossier, status: z.enum(orderStatuses) }).meta({ id: 'Order' });
