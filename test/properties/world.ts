import { type Chat, isOpen } from '../../domain/chat';
import type { ProblemCode } from '../../domain/problem';
import { isShownTo } from '../../domain/verdicts';
import type { Books } from './books';
import type { Command, Step } from './commands';

/** Who and what the commands' numbers mean. */
export interface Cast {
  operatorIds: string[];
  queues: Array<{ id: string; channelId: string }>;
}

/** A command when its turn has come: `chat` is the one that it is about. */
export interface Deed {
  command: Command;
  chat: Chat | null;
}

/** What came of a deed; null where nobody is answered. */
export type Answer = 'done' | ProblemCode | null;

/** Something that routes chats, and can be told what happens. */
export interface World {
  cast: Cast;
  /** What stands written now. */
  books(): Promise<Books>;
  /** Does all of it at the same moment. */
  perform(deeds: Deed[], mishap: Step['mishap']): Promise<Answer[]>;
  /** Until nothing is under way any more; how things stand then. */
  rest(): Promise<Books>;
  /** What was seen to go wrong meanwhile, in words. */
  seenBroken(): string[];
}

/** The deed that a command comes to; null when there is nothing that it could be about. */
export function deedOf(command: Command, books: Books, cast: Cast): Deed | null {
  const pick = (chats: Chat[]): Deed | null => {
    const chat = 'pick' in command ? chats[command.pick % chats.length] : undefined;
    return chat === undefined ? null : { command, chat };
  };
  switch (command.kind) {
    case 'accepts_at_the_deadline':
      return pick(hisToTake(books, cast.operatorIds[command.operator]).filter(({ offer }) => offer !== null));
    case 'accepts':
    case 'declines':
      return pick(hisToTake(books, cast.operatorIds[command.operator]));
    case 'closes':
    case 'gives':
      return pick(
        books.chats.filter(
          ({ status, operatorId }) => status === 'active' && operatorId === cast.operatorIds[command.operator],
        ),
      );
    case 'tries_to':
      return pick(books.chats);
    case 'administrator_closes':
    case 'administrator_gives':
      return pick(books.chats.filter(isOpen));
    case 'thread':
      return pick(command.control === 'ours' ? likeliestWithBots(books) : books.chats.filter(isOpen));
    case 'offer_lapses':
    case 'parley_was_down':
      return books.chats.some(({ offer }) => offer !== null) ? { command, chat: null } : null;
    default:
      return { command, chat: null };
  }
}

/** A bot gives up what it has, if there is such a chat: chance alone would seldom name one. */
function likeliestWithBots({ chats }: Books): Chat[] {
  const withBots = chats.filter(({ status }) => status === 'bot');
  return withBots.length > 0 ? withBots : chats.filter(isOpen);
}

/** Chats that are offered or shown to an operator. */
function hisToTake({ chats, operators }: Books, operatorId: string | undefined): Chat[] {
  const operator = operators.find(({ id }) => id === operatorId);
  if (operator === undefined) return [];
  return chats.filter(
    (chat) => chat.offer?.operatorId === operatorId || (chat.status === 'waiting' && isShownTo(chat, operator)),
  );
}
