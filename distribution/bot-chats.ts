import { botCompletesAt, type Chat } from '../domain/chat';
import type { ThreadControl } from '../domain/inbound';
import { verdictOnThread } from '../domain/verdicts';
import type { Storage } from '../storage/storage';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { moved } from './change-chat';
import { giveBack } from './giving-back';
import type { OfferDeps } from './offers';

interface BotChatDeps extends OfferDeps {
  storage: Storage;
}

/** What becomes of a conversation's open chat when a bot takes it in hand or gives it up (domain 6.3). */
export function createBotChats({ storage, perform, router }: BotChatDeps) {
  /** Notes who may answer a conversation, and brings its open chat in line with it. Word that comes late changes nothing. */
  async function note(
    of: { channelId: string; clientId: string },
    told: { control: ThreadControl; at: Date },
  ): Promise<void> {
    const known = await storage.threads.get(of);
    if (known === null && told.control === 'ours') return;
    await storage.threads.note(of, told);
    await settle(of);
  }

  /** Brings a conversation's open chat in line with who may answer it. */
  async function settle(of: { channelId: string; clientId: string }): Promise<void> {
    const { chores } = await commit(storage, async (unit) => {
      const thread = await storage.threads.get(of, unit.tx);
      const [chat] = await storage.chats.openOf([of], unit.tx);
      if (thread === null || chat === undefined) return;
      switch (verdictOnThread(chat, thread.control)) {
        case 'goes_to_bot':
          return toBot(unit, chat);
        case 'goes_to_operators':
          return toOperators(unit, chat);
        case 'stays':
      }
    });
    void perform(chores);
  }

  async function toBot(unit: UnitOfWork, chat: Chat): Promise<void> {
    const { id: chatId, queueId, offer } = chat;
    const holder = await storage.operators.holding(unit.tx, chatId);
    if (holder !== null) await giveBack(storage, unit, holder, chatId);
    if (chat.shownTo !== null || offer !== null) {
      const operatorId = offer?.operatorId ?? null;
      unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId, exceptOperatorId: null });
    }
    const reason = 'a bot or another application has the conversation in hand';
    unit.log(chatId, { event: 'given_to_bot', operatorId: holder?.id ?? null, reason, candidates: null });
    await move(unit, chat, {
      status: 'bot',
      operatorId: null,
      offer: null,
      shownTo: null,
      unrouted: false,
      completesAt: botCompletesAt(),
    });
  }

  async function toOperators(unit: UnitOfWork, chat: Chat): Promise<void> {
    const reason = 'the conversation was handed to the operators';
    unit.log(chat.id, { event: 'given_to_operators', operatorId: null, reason, candidates: null });
    await move(unit, chat, { status: 'waiting', operatorId: null, unrouted: true, completesAt: null });
  }

  async function move(unit: UnitOfWork, chat: Chat, set: Parameters<typeof storage.chats.change>[2]): Promise<void> {
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    router.tellWorkflow(unit, moved(await storage.chats.change(unit.tx, chat, set)));
  }

  return { note, settle };
}

export type BotChats = ReturnType<typeof createBotChats>;
