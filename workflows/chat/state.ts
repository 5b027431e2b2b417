import type { ChatSnapshot } from '../../domain/chat';
import type { CommandAnswer } from '../../domain/command';
import type {
  AcceptCommand,
  AnswerWritten,
  CloseCommand,
  DeclineCommand,
  MessagesReceived,
  RunActionCommand,
  TransferCommand,
} from './messages';

export type Command =
  | ({ kind: 'accept' } & AcceptCommand)
  | ({ kind: 'decline' } & DeclineCommand)
  | ({ kind: 'transfer' } & TransferCommand)
  | ({ kind: 'close' } & CloseCommand)
  | ({ kind: 'run_action' } & RunActionCommand);

/** Work beside the chat that holds nothing up: files and profiles. */
export type Errand = { kind: 'load_attachments'; messageId: string } | { kind: 'load_profile'; contactId: string };

/** All that a run knows, as plain JSON: it crosses continue-as-new whole. */
export interface ChatState {
  channelId: string;
  chat: ChatSnapshot | null;
  /** Stored messages that were told of and have not joined a chat yet. */
  received: string[];
  /** Commands that wait for their answer. */
  commands: Command[];
  /** Answers given lately: a repeated command gets the same. */
  answers: Array<{ commandId: string; answer: CommandAnswer }>;
  errands: Errand[];
  /** The chat whose conversation has answers to send; it may be a former one. */
  toSend: string | null;
}

export type Step =
  | { kind: 'attach' }
  | { kind: 'answer'; command: Command }
  | { kind: 'route'; chatId: string; revision: number }
  | { kind: 'end_offer'; chatId: string; offerId: string }
  /** Its time has come: nobody wrote to a bot for long, or the operator's answer stayed the last word. */
  | { kind: 'complete'; chatId: string; by: 'timeout' | 'bot' }
  | { kind: 'next_chat' }
  | { kind: 'wait'; untilMs: number | null }
  | { kind: 'over' };

/**
 * An offer is decided this long after its deadline: an accept that reached the API before the deadline may get to the
 * workflow a moment later, and wins (domain 3.4).
 */
export const offerGraceMs = 1_000;

const keptAnswers = 50;

export function newChatState(channelId: string): ChatState {
  return { channelId, chat: null, received: [], commands: [], answers: [], errands: [], toSend: null };
}

/** What there is to do now, in the order: new messages, commands of operators, looking for an operator, deadlines. */
export function nextStep(state: ChatState, nowMs: number): Step {
  const { chat } = state;
  const open = chat !== null && chat.status !== 'completed';
  if (state.received.length > 0 && (open || chat === null)) return { kind: 'attach' };
  const command = state.commands[0];
  if (command !== undefined) return { kind: 'answer', command };
  if (open) return stepOfOpenChat(chat, nowMs);
  return state.received.length > 0 ? { kind: 'next_chat' } : { kind: 'over' };
}

function stepOfOpenChat(chat: ChatSnapshot, nowMs: number): Step {
  const { chatId, offer, revision } = chat;
  switch (chat.status) {
    case 'waiting':
      return chat.unrouted ? { kind: 'route', chatId, revision } : { kind: 'wait', untilMs: null };
    case 'offered': {
      const untilMs = offer === null ? null : offer.expiresAtMs + offerGraceMs;
      if (offer !== null && untilMs !== null && nowMs >= untilMs)
        return { kind: 'end_offer', chatId, offerId: offer.id };
      return { kind: 'wait', untilMs };
    }
    case 'active':
      return untilCompletion(chat, nowMs);
    case 'bot':
      return untilCompletion(chat, nowMs);
    case 'completed':
      return { kind: 'wait', untilMs: null };
  }
}

function untilCompletion({ chatId, completesAtMs, status }: ChatSnapshot, nowMs: number): Step {
  if (completesAtMs !== null && nowMs >= completesAtMs)
    return { kind: 'complete', chatId, by: status === 'bot' ? 'bot' : 'timeout' };
  return { kind: 'wait', untilMs: completesAtMs };
}

/** Takes over what is newer about this run's chat; a snapshot of another chat, or an older one, changes nothing. */
export function adopt(state: ChatState, snapshot: ChatSnapshot): void {
  const { chat } = state;
  if (chat !== null && chat.chatId === snapshot.chatId && snapshot.revision > chat.revision) state.chat = snapshot;
}

/**
 * Takes over what a piece of bookkeeping found, with the completion deadline, which has no revision. When an answer moved the
 * deadline while the books were read, the answer's stands: one that is too early is looked up again when it comes, one
 * forgotten would leave the chat open for ever.
 */
export function adoptBooked(state: ChatState, snapshot: ChatSnapshot, deadlineBeforeMs: number | null): void {
  const deadlineMs = state.chat?.completesAtMs ?? null;
  adopt(state, snapshot);
  const isMoved = deadlineMs !== deadlineBeforeMs;
  setCompletion(state, snapshot.chatId, isMoved ? deadlineMs : snapshot.completesAtMs);
}

/** The completion deadline moves with every answer, and with the client's messages where the queue says so (domain 4.2). */
function setCompletion(state: ChatState, chatId: string, completesAtMs: number | null): void {
  if (state.chat?.chatId === chatId) state.chat = { ...state.chat, completesAtMs };
}

/** What has joined the run's chat already needs nothing more. */
export function noteReceived(state: ChatState, { messageIds, joined }: MessagesReceived): void {
  if (joined !== null && joined === state.chat?.chatId) return;
  for (const id of messageIds) if (!state.received.includes(id)) state.received.push(id);
}

/** Those of the errands that are not under way already. */
export function newErrands(state: ChatState, errands: Errand[]): Errand[] {
  const keyOf = (errand: Errand) => JSON.stringify(errand);
  const known = new Set(state.errands.map(keyOf));
  return errands.filter((errand) => !known.has(keyOf(errand)));
}

export function noteAnswer(state: ChatState, { chatId, completesAtMs }: AnswerWritten): void {
  setCompletion(state, chatId, completesAtMs);
  state.toSend = chatId;
}

export function noteCommand(state: ChatState, command: Command): void {
  const known = state.commands.some(({ commandId }) => commandId === command.commandId);
  if (!known && answerTo(state, command.commandId) === undefined) state.commands.push(command);
}

export function answerTo(state: ChatState, commandId: string): CommandAnswer | undefined {
  return state.answers.find((given) => given.commandId === commandId)?.answer;
}

export function giveAnswer(state: ChatState, commandId: string, answer: CommandAnswer): void {
  state.commands = state.commands.filter((command) => command.commandId !== commandId);
  state.answers = [...state.answers, { commandId, answer }].slice(-keptAnswers);
}
