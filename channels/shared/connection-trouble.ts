import { z } from 'zod';
import type { CallTrouble } from './trouble';

const failed = z.looseObject({ cause: z.looseObject({ code: z.string() }) });

/** What shows that no connection was made, so that nothing of the request can have reached the messenger. */
const notConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/;

/** Why `fetch` brought no whole answer. No kind of trouble carries the error itself: it could hold what was sent. */
export function connectionTrouble(
  error: unknown,
  { timedOut, aborted }: { timedOut: boolean; aborted: boolean },
): Extract<CallTrouble, { kind: 'aborted' | 'unreachable' | 'lost' }> {
  if (aborted) return { kind: 'aborted' };
  const read = failed.safeParse(error);
  if (notConnected.test(read.data?.cause.code ?? '')) return { kind: 'unreachable' };
  if (timedOut) return { kind: 'lost', how: 'timed_out' };
  // Without a code it was not the connection that failed, but what came by it.
  return { kind: 'lost', how: read.success ? 'dropped' : 'unreadable' };
}
