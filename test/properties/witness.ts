import type { Chat } from '../../domain/chat';
import type { Operator } from '../../domain/operator';
import { hasDeclined, isShownTo } from '../../domain/verdicts';
import type { Books } from './books';
import { nameOf, takersOf } from './invariants';
import type { Answer, Cast, Deed } from './world';

/** A step as it went. */
interface Noted {
  deeds: Deed[];
  answers: Answer[];
  /** When all was at rest before it; time may have done something until it began. */
  rested: Books;
  before: Books;
  after: Books;
}

/** Remembers what was asked and answered, so that the rows are not believed in what they should have been told. */
export class Witness {
  readonly #declined = new Set<string>();
  /** Declines at the very moment of a change of status: either may have been first. */
  readonly #unclear = new Set<string>();

  constructor(private readonly cast: Cast) {}

  /** The books with what the witness knows of declines. */
  corrected(books: Books): Books {
    return { ...books, hasDeclined: (operator, chat) => this.hasDeclined(operator, chat) };
  }

  private hasDeclined(operator: Operator, chat: Chat): boolean {
    const key = keyOf(operator.id, chat.id);
    return this.#unclear.has(key) ? hasDeclined(operator, chat) : this.#declined.has(key);
  }

  /** Notes what came of a step; returns what should not have, in words. */
  note({ deeds, answers, rested, before, after }: Noted): string[] {
    const seen = deeds.map((deed, index) => ({ deed, answer: answers[index] ?? null }));
    const wrong = [
      ...this.wrongDeclines(rested, after),
      ...seen.flatMap(({ deed, answer }) => this.wrongAccept(deed, answer, after)),
      ...(deeds.length === 1
        ? seen.flatMap(({ deed, answer }) => this.wrongAnswer(deed, answer, { before, after }))
        : []),
    ];
    this.noteDeclines(seen, rested, after);
    return wrong;
  }

  /** 3.7: a chat is neither offered nor shown to one who declined it until he next sets his status. */
  private wrongDeclines(rested: Books, after: Books): string[] {
    return after.operators
      .filter((operator) => statusRevisionOf(rested, operator.id) === operator.statusRevision)
      .flatMap((operator) =>
        after.chats
          .filter((chat) => this.#declined.has(keyOf(operator.id, chat.id)))
          .filter((chat) => chat.offer?.operatorId === operator.id || isShownTo(chat, operator))
          .map((chat) => `${operator.name} gets ${nameOf(chat)}, which he declined (3.7)`),
      );
  }

  /** 3.2: who was told that he has a chat has it; so a second one cannot have been told the same. */
  private wrongAccept({ command, chat }: Deed, answer: Answer, after: Books): string[] {
    const isAccept =
      command.kind === 'accepts' ||
      command.kind === 'accepts_at_the_deadline' ||
      (command.kind === 'tries_to' && command.what === 'accept');
    if (!isAccept || chat === null || answer !== 'done') return [];
    const operatorId = this.cast.operatorIds[command.operator];
    if (after.log.get(chat.id)?.some(({ event }) => event === 'transferred' || event === 'given_to_bot')) return [];
    const holder = after.chats.find(({ id }) => id === chat.id)?.operatorId;
    return holder === operatorId ? [] : [`${nameOf(chat)} was said to be ${operatorId}'s and is ${holder}'s (3.2)`];
  }

  /** What must be answered when nothing else happens at the same moment. */
  private wrongAnswer(deed: Deed, answer: Answer, step: Pick<Noted, 'before' | 'after'>): string[] {
    const wanted = this.wantedAnswer(deed, step);
    if (wanted === null || wanted === answer) return [];
    return [`the answer was ${answer}, not ${wanted} (3.2, 3.4, 3.7)`];
  }

  private wantedAnswer({ command, chat }: Deed, { before, after }: Pick<Noted, 'before' | 'after'>): Answer {
    // A deadline that passed during the step: nobody knows what was first.
    const isPressed = before.chats.some(({ offer }) => offer !== null && offer.expiresAt.getTime() < after.nowMs);
    if (command.kind === 'client_writes') return this.takesPart(command.queue, before) ? 'done' : 'not_found';
    if (chat === null) return null;
    switch (command.kind) {
      case 'accepts_at_the_deadline':
        if (command.tooLate) return 'offer_expired';
        return isPressed ? null : 'done';
      case 'accepts': {
        const operatorId = this.cast.operatorIds[command.operator];
        const isTaker = takersOf(this.corrected(before), chat).some(({ id }) => id === operatorId);
        return (chat.offer !== null || isTaker) && !isPressed ? 'done' : null;
      }
      case 'declines':
        return isPressed ? null : 'done';
      case 'closes':
      case 'administrator_closes':
        return 'done';
      default:
        return null;
    }
  }

  private takesPart(queue: number, { inactiveChannelIds }: Books): boolean {
    return !inactiveChannelIds.includes(this.cast.queues[queue]?.channelId ?? '');
  }

  private noteDeclines(seen: Array<{ deed: Deed; answer: Answer }>, rested: Books, after: Books): void {
    for (const { id } of after.operators) {
      if (statusRevisionOf(rested, id) === statusRevisionOf(after, id)) continue;
      for (const keys of [this.#declined, this.#unclear])
        for (const key of keys) if (key.startsWith(`${id} `)) keys.delete(key);
    }
    for (const { deed, answer } of seen) {
      const { command, chat } = deed;
      const isDecline = command.kind === 'declines' || (command.kind === 'tries_to' && command.what === 'decline');
      if (!isDecline || chat === null || answer !== 'done') continue;
      const operatorId = this.cast.operatorIds[command.operator] ?? '';
      const isUnclear = statusRevisionOf(rested, operatorId) !== statusRevisionOf(after, operatorId);
      (isUnclear ? this.#unclear : this.#declined).add(keyOf(operatorId, chat.id));
    }
  }
}

const keyOf = (operatorId: string, chatId: string) => `${operatorId} ${chatId}`;

function statusRevisionOf({ operators }: Books, operatorId: string): number {
  return operators.find(({ id }) => id === operatorId)?.statusRevision ?? 0;
}
