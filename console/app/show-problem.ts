import type { Toasts } from '../ui/toasts';
import { ApiError, isAborted } from './api-error';
import { sayProblem } from './say-problem';

/** Tells at the edge of the page that something was not done. What the reader gave up on, or what the sign-in tells by itself, is not repeated. */
export function showProblem(toasts: Toasts, error: unknown): void {
  if (isAborted(error) || (error instanceof ApiError && error.code === 'unauthenticated')) return;
  toasts.show({ tone: 'error', text: sayProblem(error) });
}
