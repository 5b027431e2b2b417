import type { Operator } from '../domain/operator';
import type { UnitOfWork } from '../storage/unit-of-work';

/** Tells an operator his new load, and whether chats shown to everyone appear to him or disappear: he crossed his limit. */
export function tellLoad(
  unit: UnitOfWork,
  { before, after, limit }: { before: Operator; after: Operator; limit: number },
): void {
  const hadRoom = before.load < limit;
  const isBelow = after.load < limit;
  const crossed = hadRoom === isBelow ? null : isBelow ? 'gained' : 'lost';
  unit.tell({
    type: 'operator.status',
    operatorId: after.id,
    room: after.status === 'active' ? crossed : null,
  });
}
