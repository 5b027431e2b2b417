import type { Operator } from '../domain/operator';
import type { UnitOfWork } from '../storage/unit-of-work';

/** Tells an operator his new load, and whether chats shown to everyone appear to him or disappear: he crossed his limit. */
export function tellLoad(
  unit: UnitOfWork,
  { before, operator, limit }: { before: number; operator: Operator; limit: number },
): void {
  const hadRoom = before < limit;
  const hasRoom = operator.load < limit;
  const crossed = hadRoom === hasRoom ? null : hasRoom ? 'gained' : 'lost';
  unit.tell({
    type: 'operator.status',
    operatorId: operator.id,
    room: operator.status === 'active' ? crossed : null,
  });
}
