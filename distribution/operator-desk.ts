import type { Operator, OperatorStatus, OperatorStatusReason } from '../domain/operator';
import { offersOf, withoutOffers, withStatus } from '../domain/places';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import type { OfferDeps } from './offers';
import { noteLoss } from './operator-news';
import { withdrawOffers } from './withdrawal';

interface Wanted {
  status: OperatorStatus;
  reason: OperatorStatusReason;
}

/** An operator's status and queues, with all that follows from a change of them. */
export function createOperatorDesk({ storage, perform, router }: OfferDeps) {
  /**
   * Sets the status; null when there is no such operator. Inactive withdraws his offers, active gives him what waits (domain 3.5, 3.7).
   * What `permit` throws refuses it: it looks in the same transaction.
   */
  async function setStatus(
    { operatorId, ...wanted }: Wanted & { operatorId: string },
    permit: (unit: UnitOfWork) => Promise<void> = async () => undefined,
  ): Promise<Operator | null> {
    const { result, chores } = await commit(storage, async (unit) => {
      await permit(unit);
      const operator = await storage.operators.get(operatorId, unit.tx);
      return operator && turn(unit, operator, wanted);
    });
    void perform(chores);
    return result;
  }

  async function turn(unit: UnitOfWork, before: Operator, { status, reason }: Wanted): Promise<Operator> {
    const operatorId = before.id;
    const { operator, dropped } = withStatus(before, { status, reason, now: new Date() });
    await storage.operators.change(unit.tx, before, operator);
    await withdrawOffers({ storage, router }, unit, { operatorId, dropped, reason: 'the operator became inactive' });
    unit.tell({ type: 'operator.status', operatorId, room: status === 'active' ? 'gained' : 'lost' });
    if (status === 'active') unit.follow({ kind: 'fill_operator', operatorId });
    else await noteLoss(storage, unit, operator);
    return operator;
  }

  /** He has gone: in the change that says so he becomes inactive. Who is inactive already keeps his reason (domain 13.2). */
  async function leave(
    unit: UnitOfWork,
    { operatorId, reason }: { operatorId: string; reason: 'signed_out' | 'connection_lost' },
  ): Promise<void> {
    const operator = await storage.operators.get(operatorId, unit.tx);
    if (operator?.status === 'active') await turn(unit, operator, { status: 'inactive', reason });
    // Who sets himself active in the same moment collides with this, and is looked at again.
    else await storage.operators.touch(unit.tx, operatorId);
  }

  /** Brings an operator's list of queues in line with his user's and his roles' membership (domain 1.4). */
  async function syncUser(userId: string): Promise<void> {
    const { chores } = await commit(storage, async (unit) => {
      const user = await storage.users.get(userId, unit.tx);
      const operator = await storage.operators.get(userId, unit.tx);
      if (user === null || operator === null) return;
      const queueIds = await storage.queues.ofUser({ userId, roleIds: user.roleIds }, unit.tx);
      const same =
        queueIds.length === operator.queueIds.length && queueIds.every((id) => operator.queueIds.includes(id));
      if (same) await storage.operators.touch(unit.tx, userId);
      else await setQueues(unit, operator, queueIds);
    });
    await perform(chores);
  }

  async function setQueues(unit: UnitOfWork, operator: Operator, queueIds: string[]): Promise<void> {
    const dropped = [];
    const leftQueueIds = operator.queueIds.filter((id) => !queueIds.includes(id));
    for (const place of offersOf(operator)) {
      const chat = await storage.chats.get(place.chatId, unit.tx);
      if (chat !== null && leftQueueIds.includes(chat.queueId)) dropped.push(place);
    }
    // Who is taken out of a queue before he is listed as its operator would be overlooked: of the two, one has to go first.
    for (const id of queueIds) if (!operator.queueIds.includes(id)) await storage.queues.hold(id, unit.tx);
    await storage.operators.change(unit.tx, operator, { ...withoutOffers(operator, dropped), queueIds });
    const reason = 'the operator left the queue';
    await withdrawOffers({ storage, router }, unit, { operatorId: operator.id, dropped, reason });
    if (leftQueueIds.length > 0) await noteLoss(storage, unit, operator, leftQueueIds);
    unit.tell({ type: 'operator.queues', operatorId: operator.id });
    unit.follow({ kind: 'fill_operator', operatorId: operator.id });
  }

  /** The same for all who are, or until now were, operators of a queue. */
  async function syncQueueMembers(queueId: string): Promise<void> {
    const ids = new Set([
      ...(await storage.queues.memberUserIds(queueId)),
      ...(await storage.operators.idsOfQueue(queueId)),
    ]);
    for (const id of ids) await syncUser(id);
  }

  /** Lets all active operators take what waits: the limit was raised. */
  async function fillEveryone(): Promise<void> {
    // A chat that is just being left to wait for somebody of another queue, who had no room, is not found by what he is given now.
    await storage.operators.touchActive();
    const ids = await storage.operators.activeIds();
    await storage.liveEvents.add(
      null,
      ids.map((operatorId) => ({ type: 'operator.status', operatorId, room: 'gained' })),
    );
    for (const id of ids) await router.fillOperator(id);
  }

  return { setStatus, leave, syncUser, syncQueueMembers, fillEveryone };
}

export type OperatorDesk = ReturnType<typeof createOperatorDesk>;
