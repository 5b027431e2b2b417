import { beginningOf } from './graphemes';
import type { Titles } from './languages';
import { minuteMs } from './settings';

/**
 * What a process is started with. Yes or no, a number or one of named choices, never a free text: what a process is started with
 * stands in a Temporal history for good (domain 9.1).
 */
export type ProcessParameter =
  /** Filled in from the chat that the action is run in. */
  | { name: 'ChatId'; title: Titles; type: 'chat' }
  | { name: 'ContactId'; title: Titles; type: 'contact' }
  /** Set by the chat action, or by who runs it. */
  | { name: string; title: Titles; type: 'boolean' }
  | { name: string; title: Titles; type: 'number' }
  | { name: string; title: Titles; type: 'choice'; choices: string[] };

export type ParameterValues = Record<string, boolean | number | string>;

/** A Temporal workflow type with what people and the chat have to know of it (domain 5.1). */
export interface ProcessDefinition {
  name: string;
  title: Titles;
  parameters: ProcessParameter[];
}

/** A process that workers outside this repository serve (domain 5.3). */
export interface ExternalProcess extends ProcessDefinition {
  id: string;
  workflowType: string;
  taskQueue: string;
  /** Minutes in which a worker has to take it up. */
  startTimeoutMinutes: number;
  /** Minutes that it may take in all. */
  timeoutMinutes: number;
}

/** The shipped ones: longer than a webhook is tried for. */
export const shippedTimeoutMs = 120 * minuteMs;

/** What operators of a queue can start in its chats (domain 1.9). */
export interface ChatAction {
  id: string;
  name: string;
  queueId: string;
  /** Name of a process. */
  process: string;
  /** What it is started with, unless who runs it says otherwise. */
  parameters: ParameterValues;
}

export const processStatuses = ['started', 'finished', 'refused', 'failed'] as const;
export type ProcessStatus = (typeof processStatuses)[number];

/** What came of it, for the operator to read. */
export interface ProcessOutcome {
  text: string;
  /** Where there is more to see: an address, or a path of the HTTP interface. */
  link: string | null;
}

export interface ProcessFailure {
  code: 'unknown_process' | 'not_served' | 'timed_out' | 'ended_by_hand' | 'process_failed';
  reason: string;
}

/** A chat action that was run: one start of its process (domain 5.1). */
export interface ProcessRun {
  id: string;
  chatId: string;
  contactId: string;
  actionId: string;
  actionName: string;
  process: string;
  parameters: ParameterValues;
  /** The user who ran it. */
  startedBy: string;
  status: ProcessStatus;
  outcome: ProcessOutcome | null;
  failure: ProcessFailure | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** What a run came to. A refusal is an expected outcome: the business said no (domain 5.2). */
export type ProcessEnd =
  | { status: 'finished' | 'refused'; outcome: ProcessOutcome | null }
  | { status: 'failed'; failure: ProcessFailure };

/** What a process returns, also one in another language: all of it may be left out. */
export interface ProcessResult {
  status?: 'finished' | 'refused';
  text?: string;
  link?: string | null;
}

const textLength = 1_000;
const linkLength = 2_000;
const isLink = /^(https?:\/\/|\/(?!\/))/;

/** Makes sense of whatever a process returned: a stranger's worker may return anything. */
export function endOf(returned: unknown): ProcessEnd {
  if (typeof returned === 'string') return { status: 'finished', outcome: outcomeOf(returned, null) };
  if (typeof returned !== 'object' || returned === null) return { status: 'finished', outcome: null };
  const { status, text, link } = returned as Record<string, unknown>;
  return { status: status === 'refused' ? 'refused' : 'finished', outcome: outcomeOf(text, link) };
}

function outcomeOf(text: unknown, link: unknown): ProcessOutcome | null {
  const said = typeof text === 'string' ? beginningOf(text, textLength) : '';
  const leads = typeof link === 'string' && link.length <= linkLength && isLink.test(link) ? link : null;
  return said === '' && leads === null ? null : { text: said, link: leads };
}

export function failedWith(code: ProcessFailure['code'], reason: string): ProcessEnd {
  return { status: 'failed', failure: { code, reason: beginningOf(reason, textLength) } };
}

/** What is wrong with values for a process, by field; nothing when it can be started with them. */
export function wrongValues({ parameters }: Pick<ProcessDefinition, 'parameters'>, values: ParameterValues) {
  const wrong: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const words = wrongValue(
      parameters.find((parameter) => parameter.name === name),
      value,
    );
    if (words !== null) wrong[`parameters.${name}`] = words;
  }
  return wrong;
}

function wrongValue(parameter: ProcessParameter | undefined, value: unknown): string | null {
  switch (parameter?.type) {
    case undefined:
      return 'is no parameter of this process';
    case 'chat':
    case 'contact':
      return 'is filled in from the chat';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'number':
      return typeof value === 'number' ? null : 'must be a number';
    case 'choice': {
      const isOne = parameter.choices.some((choice) => choice === value);
      return isOne ? null : `must be one of ${parameter.choices.join(', ')}`;
    }
  }
}

/** What a process gets: `RunId` is the same however often it is repeated, the rest as it declares (domain 5.1). */
export type ProcessInput = { RunId: string; ChatId?: string; ContactId?: string } & ParameterValues;

export function inputOf({ parameters }: Pick<ProcessDefinition, 'parameters'>, run: ProcessRun): ProcessInput {
  const declares = (type: ProcessParameter['type']) => parameters.some((parameter) => parameter.type === type);
  return {
    ...run.parameters,
    RunId: run.id,
    ...(declares('chat') ? { ChatId: run.chatId } : {}),
    ...(declares('contact') ? { ContactId: run.contactId } : {}),
  };
}

/** What the runner has to execute. */
export interface ProcessPlan {
  chatId: string;
  process: string;
  workflowType: string;
  /** Null: Parley's own. */
  taskQueue: string | null;
  input: ProcessInput;
  timeoutMs: number;
  /** In which a worker of its queue has to take it up; null where that is our own. */
  startWithinMs: number | null;
}
