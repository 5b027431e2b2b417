import type { Problem } from '../domain/problem';
import { isDuplicate } from '../storage/database';

/** For `.catch`: a unique key that is taken, in words. */
export function whenTaken(problem: () => Problem) {
  return (error: unknown): never => {
    throw isDuplicate(error) ? problem() : error;
  };
}
