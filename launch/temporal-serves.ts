import { Connection } from '@temporalio/client';
import { portOpens } from './port-opens';
import { ServerDidNotStart } from './start-with-port';
import { poll } from './wait';

const READY_TIMEOUT_MS = 90_000;
const ANSWER_TIMEOUT_MS = 2000;

async function knowsAll(connection: Connection, namespace: string, attributes: string[]): Promise<boolean> {
  const deadlineMs = Date.now() + ANSWER_TIMEOUT_MS;
  return connection.withDeadline(deadlineMs, async () => {
    await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return attributes.every((name) => name in customAttributes);
  });
}

/** Waits until the server on that port answers for the namespace and knows the search attributes. */
export async function temporalServes(options: {
  port: number;
  namespace: string;
  searchAttributes: string[];
  gone: () => boolean;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const { port, namespace, searchAttributes, gone, signal } = options;
  await portOpens({ port, timeoutMs: READY_TIMEOUT_MS, gone, signal });
  const connection = Connection.lazy({ address: `127.0.0.1:${port}`, tls: false, connectTimeout: ANSWER_TIMEOUT_MS });
  try {
    const settled = await poll({
      ask: async () => {
        if (gone()) return 'gone';
        // What a server that is still starting answers isn't settled: every failure means not yet.
        const serves = await knowsAll(connection, namespace, searchAttributes).catch(() => false);
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
