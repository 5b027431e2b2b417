import type { Logger } from 'pino';
import { type Chat, type ChatSnapshot, comesToWait, snapshotOf } from '../domain/chat';
import { askingId } from '../domain/chore';
import { hasRoom } from '../domain/places';
import type { RoutingRule } from '../routing/contract';
import { inBatches } from '../storage/batches';
import type { StoredChore } from '../storage/chores';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { moved } from './change-chat';
import { type Grounds, groundsOf } from './grounds';
import { createLane } from './lane';
import { createPlacement, type Placement, type PlacementWish } from './placement';
import type { DistributionStorage } from './ports';
import { createShownChats, tellHidden } from './shown-chats';

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
  log: Pick<Logger, 'error'>;
  /** Does chores of a committed change; must not throw. */
  perform: (chores: StoredChore[]) => Promise<void>;
}

/** Gives waiting chats to operators. Whoever has a free hand decides, in one transaction a chat; the chat's workflow is told. */
export function createRouter({ storage, rules, log, perform }: RouterDeps) {
  const place = createPlacement({ storage, rules, log });
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
  const routeTogether = inBatches<RouteRequest, Placement | MovedOn>(routedAtOnce, async (asked) => {
    const { result, chores } = await lane(() =>
      commit(storage, async (unit) => {
        const ids = asked.map(({ chatId }) => chatId);
        const chats = await storage.chats.getMany(ids, unit.tx);
        const grounds = await groundsOf(storage);
        const outcomes = new Map<string, Placement | MovedOn>();
        for (const chat of chats.sort((one, other) => one.number - other.number)) {
          const request = asked.find(({ chatId }) => chatId === chat.id);
          const isSame = chat.status === 'waiting' && chat.revision === request?.revision;
          const placed = isSame ? await place(unit, chat, grounds, request) : { kind: 'moved_on' as const, chat };
          outcomes.set(chat.id, placed);
        }
        return outcomes;
      }),
    );
    // What follows may itself have chats routed: it must not keep those waiting that come with the next batch.
    void perform(chores);
    return asked.map(({ chatId }) => {
      const outcome = result.get(chatId);
      if (outcome === undefined) throw new Error(`there is no chat ${chatId}`);
      return outcome;
    });
  });

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
          const placement = await placeAndTell(unit, chat, grounds, { outranks });
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

  /** For whoever decides without the chat's workflow. */
  async function placeAndTell(unit: UnitOfWork, chat: Chat, grounds: Grounds, wish: PlacementWish): Promise<Placement> {
    const placement = await place(unit, chat, grounds, wish);
    if (placement.kind !== 'older_first' && placement.chat.revision !== chat.revision)
      tellWorkflow(unit, placement.chat);
    return placement;
  }

  /** Asks the rule of a chat again that had given no answer, unless the chat has changed since. */
  async function askAgain(asked: { chatId: string; revision: number }): Promise<void> {
    const outranks = new Set<string>();
    for (;;) {
      const { result, chores } = await lane(() =>
        commit(storage, async (unit) => {
          const chat = await storage.chats.get(asked.chatId, unit.tx);
          if (chat?.status !== 'waiting' || chat.revision !== asked.revision) return null;
          return placeAndTell(unit, chat, await groundsOf(storage), { outranks, isAskedAgain: true });
        }),
      );
      await perform(chores);
      if (result?.kind !== 'older_first') return;
      await fillOperator(result.operatorId);
      outranks.add(result.operatorId);
    }
  }

  /**
   * A look without a transaction spares most of them. It misses nothing: whoever made room has committed, and a chat that
   * comes to wait after this look looks for itself.
   */
  async function waitsFor(operatorId: string, after: number): Promise<boolean> {
    const [operator, inactiveChannelIds] = await Promise.all([
      storage.operators.get(operatorId),
      storage.channels.inactiveIds(),
    ]);
    if (operator === null || operator.status !== 'active') return false;
    return (await storage.chats.oldestReservableFor(operator, { after, inactiveChannelIds })) !== null;
  }

  /** Routes every waiting chat of a queue or channel anew, the oldest first: its rule changed, or it takes part again. */
  async function reroute(where: { queueId: string } | { channelId: string }): Promise<void> {
    for (let after = 0; ; ) {
      const page = await storage.chats.waitingIn(where, { after, limit: reroutePage });
      for (const { id } of page) await routeAnew(id);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.number;
    }
  }

  /** Has an operator looked for once more for a waiting chat. */
  async function routeAnew(chatId: string): Promise<void> {
    const { chores } = await commit(storage, async (unit) => {
      const chat = await storage.chats.get(chatId, unit.tx);
      if (chat?.status === 'waiting') await putBack(unit, chat);
    });
    await perform(chores);
  }

  async function putBack(unit: UnitOfWork, chat: Chat): Promise<void> {
    tellHidden(unit, chat);
    tellWorkflow(unit, moved(await storage.chats.change(unit.tx, chat, comesToWait)));
  }

  const shown = createShownChats({ storage, perform, putBack });

  /** A net under a waiting chat that nobody sees to: one that an earlier version has routed, or whose chore such a one has dropped. */
  async function seeTo({
    id: chatId,
    status,
    unrouted,
    revision,
    shownTo,
    dependsOn,
    failedAsks,
  }: Chat): Promise<void> {
    if (status !== 'waiting' || unrouted || shownTo === 'everyone') return;
    const isLeftAlone = failedAsks > 0 && !(await storage.chores.isThere(askingId({ chatId, revision })));
    if (isLeftAlone || dependsOn === null) await askAgain({ chatId, revision });
    else if (shownTo !== null) await shown.recheckChat(chatId);
  }

  return { routeChat, fillOperator, askAgain, recheckShown: shown.recheck, seeTo, reroute, tellWorkflow };
}

export type Router = ReturnType<typeof createRouter>;
