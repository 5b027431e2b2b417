import { botCompletesAt, type Chat, comesToWait, waitsNoMore } from '../domain/chat';
import { verdictOnThread } from '../domain/verdicts';
import { inBatches } from '../storage/batches';
import type { Conversation } from '../storage/conversation';
import { isDuplicate } from '../storage/database';
import type { Thread } from '../storage/threads';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { moved } from './change-chat';
import { giveBack } from './giving-back';
import type { OfferDeps } from './offers';
import type { BotChatStorage } from './ports';
import { tellHidden } from './shown-chats';

const askedAtOnce = 100;

interface BotChatDeps extends OfferDeps {
  storage: BotChatStorage;
}

/** What becomes of a conversation's open chat when a bot takes it in hand or gives it up (domain 6.3). */
export function createBotChats({ storage, perform, router }: BotChatDeps) {
  /** Most conversations have never met a bot: whoever tells of them at once shares a look. */
  const threadOf = inBatches(askedAtOnce, storage.threads.getMany);

  /** Notes who may answer a conversation, and brings its open chat in line with it. Word that comes late changes nothing. */
  async function note(of: Conversation, told: Thread): Promise<void> {
    const known = await threadOf(of);
    if (known === null ? told.control === 'ours' : known.at >= told.at) return;
    const found = await noteIn(of, told).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
      return noteIn(of, told);
    });
    // One that was just being opened may not have seen it.
    if (!found) await settle(of);
  }

  /** Returns whether there was an open chat. */
  async function noteIn(of: Conversation, told: Thread): Promise<boolean> {
    return inLine(of, (unit) => storage.threads.note(of, told, unit.tx));
  }

  /** Brings a conversation's open chat in line with who may answer it. */
  async function settle(of: Conversation): Promise<void> {
    await inLine(of, (unit) => storage.threads.hold(of, unit.tx));
  }

  async function inLine(of: Conversation, threadIn: (unit: UnitOfWork) => Promise<Thread | null>): Promise<boolean> {
    const { result, chores } = await commit(storage, async (unit) => {
      const thread = await threadIn(unit);
      const [chat] = await storage.chats.openOf([of], unit.tx);
      if (thread !== null && chat !== undefined) await bringInLine(unit, chat, thread);
      return chat !== undefined;
    });
    void perform(chores);
    return result;
  }

  async function bringInLine(unit: UnitOfWork, chat: Chat, { control }: Thread): Promise<void> {
    switch (verdictOnThread(chat, control)) {
      case 'goes_to_bot':
        return toBot(unit, chat);
      case 'goes_to_operators':
        return toOperators(unit, chat);
      case 'stays':
    }
  }

  async function toBot(unit: UnitOfWork, chat: Chat): Promise<void> {
    const { id: chatId, queueId, offer } = chat;
    const holder = await storage.operators.holding(unit.tx, chatId);
    if (holder !== null) await giveBack(storage, unit, holder, chatId);
    tellHidden(unit, chat);
    if (offer !== null) {
      const { operatorId } = offer;
      unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId, exceptOperatorId: null });
    }
    const reason = 'a bot or another application has the conversation in hand';
    unit.log(chatId, { event: 'given_to_bot', operatorId: holder?.id ?? null, reason, candidates: null });
    await move(unit, chat, {
      ...waitsNoMore,
      status: 'bot',
      operatorId: null,
      completesAt: botCompletesAt(),
    });
  }

  async function toOperators(unit: UnitOfWork, chat: Chat): Promise<void> {
    const reason = 'the conversation was handed to the operators';
    unit.log(chat.id, { event: 'given_to_operators', operatorId: null, reason, candidates: null });
    await move(unit, chat, { ...comesToWait, completesAt: null });
  }

  async function move(unit: UnitOfWork, chat: Chat, set: Parameters<typeof storage.chats.change>[2]): Promise<void> {
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    router.tellWorkflow(unit, moved(await storage.chats.change(unit.tx, chat, set)));
  }

  return { note, settle };
}

export type BotChats = ReturnType<typeof createBotChats>;
