import type { Operator } from '../domain/operator';
import type { UnitOfWork } from '../storage/unit-of-work';
import type { DistributionStorage } from './ports';

/** Tells an operator his new load, and whether chats shown to him appear or disappear: he crossed his limit. */
export async function noteLoad(
  storage: DistributionStorage,
  unit: UnitOfWork,
  { before, after, limit }: { before: Operator; after: Operator; limit: number },
): Promise<void> {
  const hadRoom = before.load < limit;
  const isBelow = after.load < limit;
  const crossed = hadRoom === isBelow ? null : isBelow ? 'gained' : 'lost';
  unit.tell({
    type: 'operator.status',
    operatorId: after.id,
    room: after.status === 'active' ? crossed : null,
  });
  if (crossed === 'lost') await noteLoss(storage, unit, after);
}

/**
 * He can take no more for now: chats that are shown because he could take them have to be looked at. He is written in this transaction,
 * and whoever shows a chat relying on him writes him too, so that neither overlooks the other.
 */
export async function noteLoss(
  storage: DistributionStorage,
  unit: UnitOfWork,
  operator: Pick<Operator, 'id' | 'queueIds'>,
  leftQueueIds: string[] = [],
): Promise<void> {
  if (!(await storage.chats.anyShownRelyingOn(operator, unit.tx))) return;
  unit.follow({ kind: 'recheck_shown', operatorId: operator.id, leftQueueIds });
}
