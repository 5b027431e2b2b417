import { z } from 'zod';
import { processStatuses } from '../../domain/process';

const named = z.object({ id: z.string(), name: z.string() });
const title = z.string().trim().min(1).max(200);

const parameterName = z
  .string()
  .regex(/^[A-Za-z]\w{0,63}$/, 'must begin with a letter, and have letters, digits and _ only')
  .refine((name) => !['RunId', 'ChatId', 'ContactId'].includes(name), 'is filled in by Parley');

export const parameterShape = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ name: z.literal('ChatId'), title, type: z.literal('chat') }),
      z.strictObject({ name: z.literal('ContactId'), title, type: z.literal('contact') }),
      z.strictObject({ name: parameterName, title, type: z.literal('boolean') }),
      z.strictObject({ name: parameterName, title, type: z.literal('number') }),
      z.strictObject({
        name: parameterName,
        title,
        type: z.literal('choice'),
        choices: z.array(z.string().trim().min(1).max(100)).min(1).max(50),
      }),
    ],
    {
      error: ({ code }) =>
        code === 'invalid_union' ? 'must be one of chat, contact, boolean, number, choice' : undefined,
    },
  )
  .meta({ id: 'ProcessParameter' });

export const valuesShape = z
  .record(z.string().max(64), z.union([z.boolean(), z.number(), z.string().max(100)]))
  .meta({ description: 'Values of parameters by name; `ChatId` and `ContactId` are filled in from the chat.' });

export const processShape = z
  .object({
    name: z.string(),
    title: z.string(),
    parameters: z.array(parameterShape),
    kind: z.enum(['shipped', 'external']),
    workflowType: z.string(),
    taskQueue: z.string().nullable().meta({ description: 'null: one of Parley’s own.' }),
    startTimeoutMinutes: z.number().nullable().meta({ description: 'In which a worker has to take it up.' }),
    timeoutMinutes: z.number().meta({ description: 'That it may take in all.' }),
  })
  .meta({ id: 'Process' });

export const chatActionShape = z
  .object({ id: z.string(), name: z.string(), queueId: z.string(), process: z.string(), parameters: valuesShape })
  .meta({ id: 'ChatAction' });

export const runnableActionShape = chatActionShape
  .extend({
    title: z.string().meta({ description: 'Of the process.' }),
    declares: z.array(parameterShape).meta({ description: 'What the process is started with.' }),
  })
  .meta({ id: 'RunnableChatAction' });

export const processRunShape = z
  .object({
    id: z.string(),
    chatId: z.string(),
    action: named,
    process: z.string(),
    title: z.string(),
    startedBy: named,
    status: z.enum(processStatuses),
    outcome: z
      .object({
        text: z.string(),
        link: z.string().nullable().meta({ description: 'An address, or a path of this interface.' }),
      })
      .nullable(),
    failure: z.object({ code: z.string(), reason: z.string() }).nullable(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ProcessRun' });
