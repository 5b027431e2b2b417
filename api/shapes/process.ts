import { z } from 'zod';
import type { Titles } from '../../domain/languages';
import { type ProcessParameter, processStatuses } from '../../domain/process';
import { titleField, titleShape, titlesShape } from './common';

const named = z.object({ id: z.string(), name: z.string() });

const parameterName = z
  .string()
  .regex(/^[A-Za-z]\w{0,63}$/, 'must begin with a letter, and have letters, digits and _ only')
  .refine((name) => !['RunId', 'ChatId', 'ContactId'].includes(name), 'is filled in by Parley');

const choices = z.array(z.string().trim().min(1).max(100)).min(1).max(50);

/** A parameter of a process that is being registered. */
export const parameterField = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ name: z.literal('ChatId'), title: titleField, type: z.literal('chat') }),
      z.strictObject({ name: z.literal('ContactId'), title: titleField, type: z.literal('contact') }),
      z.strictObject({ name: parameterName, title: titleField, type: z.literal('boolean') }),
      z.strictObject({ name: parameterName, title: titleField, type: z.literal('number') }),
      z.strictObject({ name: parameterName, title: titleField, type: z.literal('choice'), choices }),
    ],
    {
      error: ({ code }) =>
        code === 'invalid_union' ? 'must be one of chat, contact, boolean, number, choice' : undefined,
    },
  )
  .meta({ id: 'NewProcessParameter' });

const titled = { title: titleShape, titles: titlesShape };

export const parameterShape = z
  .discriminatedUnion('type', [
    z.object({ name: z.literal('ChatId'), ...titled, type: z.literal('chat') }),
    z.object({ name: z.literal('ContactId'), ...titled, type: z.literal('contact') }),
    z.object({ name: z.string(), ...titled, type: z.literal('boolean') }),
    z.object({ name: z.string(), ...titled, type: z.literal('number') }),
    z.object({ name: z.string(), ...titled, type: z.literal('choice'), choices: z.array(z.string()) }),
  ])
  .meta({ id: 'ProcessParameter' });

/** What people read of it, with the title in every language beside the one that is told. */
export function showTitles<T extends { title: Titles }>(one: T): T & { titles: Titles } {
  return { ...one, titles: one.title };
}

export function showParameters(parameters: ProcessParameter[]) {
  return parameters.map(showTitles);
}

export const valuesShape = z
  .record(z.string().max(64), z.union([z.boolean(), z.number(), z.string().max(100)]))
  .meta({ description: 'Values of parameters by name; `ChatId` and `ContactId` are filled in from the chat.' });

export const processShape = z
  .object({
    name: z.string(),
    ...titled,
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
    title: titleShape.meta({ type: 'string', description: 'Of the process.' }),
    declares: z.array(parameterShape).meta({ description: 'What the process is started with.' }),
  })
  .meta({ id: 'RunnableChatAction' });

export const processRunShape = z
  .object({
    id: z.string(),
    chatId: z.string(),
    action: named,
    process: z.string(),
    title: titleShape,
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
