import { Connection } from '@temporalio/client';
import { portOpens } from './port-opens';
import { ServerDidNotStart } from './start-with-port';
import { poll } from './wait';

const READY_TIMEOUT_MS = 90_000;
const ANSWER_TIMEOUT_MS = 2000;

/** Names and types of search attributes. */
export type SearchAttributes = Record<string, keyof typeof valueTypes>;

/** Temporal's numbers of the types. */
const valueTypes = { Keyword: 2, Int: 3 };

/** Whether the namespace is served with all of them; those that it lacks are added if so wished, and known a moment later. */
async function knowsAll(
  connection: Connection,
  { namespace, searchAttributes, addMissing }: Expected,
): Promise<boolean> {
  const deadlineMs = Date.now() + ANSWER_TIMEOUT_MS;
  return connection.withDeadline(deadlineMs, async () => {
    await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes));
    if (missing.length > 0 && addMissing)
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, valueTypes[type]])),
      });
    return missing.length === 0;
  });
}

interface Expected {
  namespace: string;
  searchAttributes: SearchAttributes;
  /** The server itself adds them to a namespace that it makes, and to no other: a former version's lacks what is new. */
  addMissing: boolean;
}

/** Waits until the server on that port answers for the namespace and knows the search attributes. */
export async function temporalServes(
  options: Expected & { port: number; gone: () => boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  const { port, namespace, gone, signal } = options;
  await portOpens({ port, timeoutMs: READY_TIMEOUT_MS, gone, signal });
  const connection = Connection.lazy({ address: `127.0.0.1:${port}`, tls: false, connectTimeout: ANSWER_TIMEOUT_MS });
  try {
    const settled = await poll({
      ask: async () => {
        if (gone()) return 'gone';
        // What a server that is still starting answers isn't settled: every failure means not yet.
        const serves = await knowsAll(connection, options).catch(() => false);
        return serves ? 'serves' : undefined;
      },
      timeoutMs: READY_TIMEOUT_MS,
      everyMs: 100,
      signal,
    });
    if (settled !== 'serves') throw new ServerDidNotStart(`namespace ${namespace} was not served in time`);
  } finally {
    await connection.close();
  }
}
