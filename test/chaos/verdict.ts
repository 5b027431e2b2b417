import { inOrder } from '../../domain/order-key';
import type { ChatRow } from '../support/unrest';
import { type Conversation, placeOf } from './conversation';
import type { AcceptedAnswer } from './operator';
import type { MessageRow, Rows } from './rows';

/** What became of all that was written, each fault in words. */
export interface Verdict {
  acknowledged: number;
  lost: string[];
  doubled: string[];
  outOfOrder: string[];
  repeatedOutgoing: string[];
  /** Reached the client more than once without a mark that tells so. */
  unmarkedRepeats: string[];
}

/** Compares what the messengers know with what is stored. */
export function judge(of: { conversations: Conversation[]; answers: AcceptedAnswer[]; rows: Rows }): Verdict {
  const { conversations, answers, rows } = of;
  const parts = [
    ...conversations.map((conversation) => judgeIncoming(conversation, rows)),
    ...conversations.map((conversation) =>
      judgeOutgoing(conversation, answersIn(conversation, answers), rows.messages),
    ),
  ];
  const all = (faults: (part: Partial<Verdict>) => string[] | undefined) => parts.flatMap((part) => faults(part) ?? []);
  return {
    acknowledged: conversations.flatMap(({ written }) => written.filter((one) => one.isAcknowledged())).length,
    lost: all(({ lost }) => lost),
    doubled: all(({ doubled }) => doubled),
    outOfOrder: all(({ outOfOrder }) => outOfOrder),
    repeatedOutgoing: all(({ repeatedOutgoing }) => repeatedOutgoing),
    unmarkedRepeats: all(({ unmarkedRepeats }) => unmarkedRepeats),
  };
}

/** Every acknowledged message is in one chat, once, and they follow each other as they were written (domain 2.2, 2.3). */
function judgeIncoming({ name, written }: Conversation, { messages, chats }: Rows): Partial<Verdict> {
  const byId = new Map(chats.map((chat) => [chat._id, chat]));
  const inChats = messages
    .filter(({ direction, text }) => direction === 'incoming' && placeOf(text).name === name)
    .flatMap((message) => {
      const chat = byId.get(message.chatId ?? '');
      return chat === undefined ? [] : [{ chat, message }];
    })
    .sort(byPlace);
  const texts = inChats.map(({ message }) => message.text);
  return {
    lost: written.filter((one) => one.isAcknowledged() && !texts.includes(one.text)).map(({ text }) => text),
    doubled: repeatsIn(texts),
    outOfOrder: turnsBackIn(texts.map((text) => ({ text, index: placeOf(text).index }))),
  };
}

interface Placed {
  chat: ChatRow;
  message: MessageRow;
}

function byPlace(a: Placed, b: Placed): number {
  return (
    a.chat.number - b.chat.number || inOrder({ ...a.message, id: a.message._id }, { ...b.message, id: b.message._id })
  );
}

/** Every accepted answer reached the client, in the order accepted; one that came again is marked (domain 4.1). */
function judgeOutgoing(
  { received }: Conversation,
  accepted: AcceptedAnswer[],
  messages: MessageRow[],
): Partial<Verdict> {
  const order = new Map(accepted.map(({ text }, index) => [text, index]));
  const came = received();
  const repeated = repeatsIn(came);
  const firsts = [...new Set(came)].map((text) => ({ text, index: order.get(text) ?? Number.NaN }));
  const isMarked = (text: string) =>
    messages.some((message) => message.direction === 'outgoing' && message.text === text && message.possiblyRepeated);
  return {
    lost: accepted.filter(({ text }) => !came.includes(text)).map(({ text }) => text),
    outOfOrder: turnsBackIn(firsts),
    repeatedOutgoing: repeated,
    unmarkedRepeats: repeated.filter((text) => !isMarked(text)),
  };
}

function answersIn({ name }: Conversation, answers: AcceptedAnswer[]): AcceptedAnswer[] {
  return answers.filter(({ text }) => text.startsWith(`re ${name} #`));
}

/** Each appearance of a text beyond its first. */
function repeatsIn(texts: string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => seen.size === seen.add(text).size);
}

/** Those that come after one that they should come before. */
function turnsBackIn(texts: Array<{ text: string; index: number }>): string[] {
  return texts.filter(({ index }, at) => at > 0 && index < (texts[at - 1]?.index ?? 0)).map(({ text }) => text);
}
