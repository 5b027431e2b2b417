import { withStatus } from '../../domain/places';
import type { Parley } from './parley';

/** The operator becomes active as if whoever set it had died before anything followed from it. */
export async function activeAndNothingFollows({ storage }: Pick<Parley, 'storage'>, operatorId: string): Promise<void> {
  await storage.inTransaction(async (tx) => {
    const operator = await storage.operators.get(operatorId, tx);
    if (operator === null) throw new Error('there is such an operator');
    const active = withStatus(operator, { status: 'active', reason: 'self', now: new Date() });
    await storage.operators.change(tx, operator, active.operator);
  });
}
