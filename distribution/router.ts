import { type Chat, type ChatSnapshot, snapshotOf } from '../domain/chat';
import { hasRoom } from '../domain/places';
import type { RoutingRule } from '../routing/contract';
import { inBatches } from '../storage/batches';
import type { StoredChore } from '../storage/chores';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { createLane } from './lane';
import { createPlacement, groundsOf, type Placement } from './placement';
import type { DistributionStorage } from './ports';

/** How many waiting chats are looked through at a time when all of a queue's are routed anew. */
const reroutePage = 200;

/** So many chats at most: the longer a transaction, the likelier it collides. */
const routedAtOnce = 10;

interface RouteRequest {
  chatId: string;
  revision: number;
  /** Operators whose older chats have had their chance. */
  outranks: ReadonlySet<string>;
}

interface MovedOn {
  kind: 'moved_on';
  chat: Chat;
}

export interface RouterDeps {
  storage: DistributionStorage;
  rules: RoutingRule[];
  /** Does chores of a committed change; must not throw. */
  perform: (chores: StoredChore[]) => Promise<void>;
}

/** Gives waiting chats to operators. Whoever has a free hand decides, in one transaction a chat; the chat's workflow is told. */
export function createRouter({ storage, rules, perform }: RouterDeps) {
  const place = createPlacement({ storage, rules });
  const lane = createLane();

  /** What others do to a chat, its workflow has to be told. */
  function tellWorkflow(unit: UnitOfWork, chat: Chat): void {
    unit.follow({ kind: 'chat_changed', workflowId: chat.workflowId, snapshot: snapshotOf(chat) });
  }

  /**
   * Finds an operator for a chat that came to wait. `revision` is what the caller knows: when the chat has moved on, or is
   * moved on meanwhile, nothing is decided and the caller gets its present state.
   */
  async function routeChat(asked: { chatId: string; revision: number }): Promise<ChatSnapshot> {
    const outranks = new Set<string>();
    for (;;) {
      const result = await routeTogether({ ...asked, outranks });
      if (result.kind !== 'older_first') return snapshotOf(result.chat);
      await fillOperator(result.operatorId);
      outranks.add(result.operatorId);
    }
  }

  /** Chats that come to wait while others are being routed are routed in one transaction, the oldest first. */
  const routeTogether = inBatches<RouteRequest, Placement | MovedOn>(routedAtOnce, (asked) =>
    lane(async () => {
      const { result } = await commit(storage, async (unit) => {
        const ids = asked.map(({ chatId }) => chatId);
        const chats = await storage.chats.getMany(ids, unit.tx);
        const grounds = await groundsOf(storage);
        const outcomes = new Map<string, Placement | MovedOn>();
        for (const chat of chats.sort((one, other) => one.number - other.number)) {
          const request = asked.find(({ chatId }) => chatId === chat.id);
          const isSame = chat.status === 'waiting' && chat.revision === request?.revision;
          const placed = isSame
            ? await place(unit, chat, grounds, request.outranks)
            : { kind: 'moved_on' as const, chat };
          outcomes.set(chat.id, placed);
        }
        return outcomes;
      });
      return asked.map(({ chatId }) => {
        const outcome = result.get(chatId);
        if (outcome === undefined) throw new Error(`there is no chat ${chatId}`);
        return outcome;
      });
    }),
  );

  /** Gives waiting chats to an operator who may have room, the oldest of his queues first, until he is full or none is left (domain 3.5). */
  async function fillOperator(operatorId: string): Promise<void> {
    const outranks = new Set([operatorId]);
    for (let after = 0; await waitsFor(operatorId, after); ) {
      const { result, chores } = await lane(() =>
        commit(storage, async (unit) => {
          const operator = await storage.operators.get(operatorId, unit.tx);
          const grounds = await groundsOf(storage);
          if (operator === null || !hasRoom(operator, grounds.limit)) return null;
          const { inactiveChannelIds } = grounds;
          const chat = await storage.chats.oldestReservableFor(operator, { after, inactiveChannelIds }, unit.tx);
          if (chat === null) return null;
          const placement = await place(unit, chat, grounds, outranks);
          if (placement.kind !== 'older_first') tellWorkflow(unit, placement.chat);
          return { number: chat.number, placement };
        }),
      );
      await perform(chores);
      if (result === null) return;
      if (result.placement.kind === 'nobody') after = result.number;
      if (result.placement.kind === 'older_first') {
        await fillOperator(result.placement.operatorId);
        outranks.add(result.placement.operatorId);
      }
    }
  }

  /**
   * A look without a transaction spares most of them. It misses nothing: whoever made room has committed, and a chat that
   * comes to wait after this look looks for itself.
   */
  async function waitsFor(operatorId: string, after: number): Promise<boolean> {
    const operator = await storage.operators.get(operatorId);
    if (operator === null || operator.status !== 'active') return false;
    const inactiveChannelIds = await storage.channels.inactiveIds();
    return (await storage.chats.oldestReservableFor(operator, { after, inactiveChannelIds })) !== null;
  }

  /** Routes every waiting chat of a queue or channel anew, the oldest first: its rule changed, or it takes part again. */
  async function reroute(where: { queueId: string } | { channelId: string }): Promise<void> {
    for (let after = 0; ; ) {
      const page = await storage.chats.waitingIn(where, { after, limit: reroutePage });
      for (const chat of page) {
        const { chores } = await commit(storage, (unit) => putBack(unit, chat.id));
        await perform(chores);
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.number;
    }
  }

  async function putBack(unit: UnitOfWork, chatId: string): Promise<void> {
    const chat = await storage.chats.get(chatId, unit.tx);
    if (chat === null || chat.status !== 'waiting') return;
    const unrouted = await storage.chats.change(unit.tx, chat, { unrouted: true, shownTo: null });
    if (unrouted === null) return;
    const { queueId, shownTo } = chat;
    if (shownTo !== null)
      unit.tell({ type: 'chat.withdrawn', chatId, queueId, operatorId: null, exceptOperatorId: null });
    tellWorkflow(unit, unrouted);
  }

  return { routeChat, fillOperator, reroute, tellWorkflow };
}

export type Router = ReturnType<typeof createRouter>;
