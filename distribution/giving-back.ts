import type { Operator } from '../domain/operator';
import { leavePlace } from '../domain/places';
import type { UnitOfWork } from '../storage/unit-of-work';
import { noteLoad } from './operator-news';
import type { DistributionStorage } from './ports';

/** A chat's place with an operator becomes free, and he may be given the next one. */
export async function giveBack(
  storage: DistributionStorage,
  unit: UnitOfWork,
  operator: Operator,
  chatId: string,
): Promise<void> {
  const freed = leavePlace(operator, chatId);
  await storage.operators.change(unit.tx, operator, freed);
  const limit = await storage.settings.get('SimultaneousChats', unit.tx);
  await noteLoad(storage, unit, { before: operator, after: freed, limit });
  if (freed.status === 'active') unit.follow({ kind: 'fill_operator', operatorId: freed.id });
}
