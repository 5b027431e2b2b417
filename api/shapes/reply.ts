import { z } from 'zod';

const fileLimits = {
  maxBytes: z.int().meta({ description: 'The largest of them that is taken; 0: none.' }),
  maxCaptionLength: z.int().meta({
    description:
      'Characters of a text that goes out in one message with such a file; a longer one is sent before it, as a message of its own.',
  }),
  refusal: z
    .object({ code: z.string(), reason: z.string().meta({ description: 'A sentence for people.' }) })
    .nullable()
    .meta({ description: 'Why such files are not taken.' }),
};

const answerLimitsShape = z
  .object({
    maxTextLength: z.int().meta({ description: 'Characters (UTF-16 units) of one message.' }),
    files: z
      .array(
        z.object({
          mediaTypes: z.array(z.string()),
          extensions: z.array(z.string()).meta({ description: 'With the point, in small letters.' }),
          ...fileLimits,
        }),
      )
      .meta({ description: 'What holds for files of these kinds.' }),
    otherFiles: z.object(fileLimits).meta({ description: 'What holds for files of all other kinds.' }),
  })
  .meta({ id: 'AnswerLimits' });

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
    limits: answerLimitsShape.meta({ description: 'What the messenger takes, to be known before an answer is sent.' }),
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
