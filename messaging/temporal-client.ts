import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/**
 * A client that connects when it is first used, so that a process starts while Temporal is away. At continue-as-new a workflow
 * is closing to callers for a moment: the first retry comes after 50 ms instead of a second.
 */
export function createTemporalClient({ address, namespace }: { address: string; namespace: string }): Client {
  const retry = makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ initialIntervalMs: () => 50 }));
  const connection = Connection.lazy({ address, interceptors: [retry] });
  return new Client({ connection, namespace });
}
