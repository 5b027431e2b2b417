import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bareTaskQueue } from './bare-worker';
import { noteSignal } from './bare-workflow';

/** The bare workflow's worker, in a process of its own like Parley's, and a client for it. */
export interface Bare {
  /** Of the worker's process. */
  pid: number;
  send(workflowId: string, text: string, messages: number): Promise<void>;
  onRecorded(listener: (text: string) => void): () => void;
  end(): Promise<void>;
}

export async function startBare(temporalAddress: string): Promise<Bare> {
  const worker = fork(join(__dirname, 'bare-worker.js'), [temporalAddress]);
  await heard(worker, 'ready');
  const client = new Client({ connection: await Connection.connect({ address: temporalAddress }) });
  return {
    pid: worker.pid ?? 0,
    async send(workflowId, text, messages) {
      await client.workflow.signalWithStart('bareWorkflow', {
        workflowId,
        taskQueue: bareTaskQueue,
        args: [{ messages }],
        signal: noteSignal,
        signalArgs: [text],
      });
    },
    onRecorded(listener) {
      const hear = (message: unknown) => {
        if (typeof message === 'object' && message !== null && 'recorded' in message)
          listener(String(message.recorded));
      };
      worker.on('message', hear);
      return () => void worker.off('message', hear);
    },
    async end() {
      worker.kill('SIGKILL');
      await client.connection.close();
    },
  };
}

function heard(worker: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      if (typeof message === 'object' && message !== null && word in message) resolve();
    });
    worker.once('exit', (code) => reject(new Error(`the bare worker has ended (${code})`)));
  });
}
