import { z } from 'zod';

export const replyWindowShape = z
  .object({
    isOpen: z.boolean().meta({ description: 'Whether an operator may answer with a text or files now.' }),
    freeTextUntil: z.iso.datetime().nullable().meta({
      description:
        'Until when any text may be sent; null: for ever, or (when closed) because the client has not written yet.',
    }),
    answerableUntil: z.iso.datetime().nullable().meta({
      description: 'Until when a person may still answer, where the messenger grants more time for that.',
    }),
    maxFiles: z.int().meta({ description: 'As many files as one message takes; 0: none.' }),
    hasTemplates: z.boolean().meta({ description: 'Whether approved templates may be sent, at any time.' }),
  })
  .meta({ id: 'ReplyWindow' });

export const templateShape = z
  .object({
    id: z.string(),
    name: z.string(),
    language: z.string(),
    text: z.string().meta({ description: 'With its variables as {{name}}.' }),
    variables: z.array(z.string()),
  })
  .meta({ id: 'Template' });
