import type { Problem } from '../domain/problem';
import { isDuplicate } from '../storage/database';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import type { ApiDeps } from './deps';

/** Makes a change in one transaction, then sees to what has to follow from it. */
export async function change<T>(
  { storage, consequences }: Pick<ApiDeps, 'storage' | 'consequences'>,
  work: (unit: UnitOfWork) => Promise<T>,
): Promise<T> {
  const { result, chores } = await commit(storage, work);
  await consequences.perform(chores);
  return result;
}

/** For `.catch`: a unique key that is taken, in words. */
export function whenTaken(problem: () => Problem) {
  return (error: unknown): never => {
    throw isDuplicate(error) ? problem() : error;
  };
}
