import { signal } from '@preact/signals';
import type { Api } from '../app/api';
import type { Page, ProcessRun } from '../app/types';
import { withRun } from '../details/with-run';
import type { Live } from '../live/live';

interface RunsParts {
  api: Pick<Api, 'get'>;
  live: Pick<Live, 'on'>;
  chatId: string;
  path: string;
}

/** The processes that were started in a chat, newest first, kept up to date. */
export function createRuns({ api, live, chatId, path }: RunsParts) {
  const runs = signal<ProcessRun[]>([]);
  let turn = 0;
  /** Heard while the list was on its way, which may be older. */
  let heard: ProcessRun[] = [];

  async function load(): Promise<void> {
    turn += 1;
    const mine = turn;
    heard = [];
    try {
      const page = await api.get<Page<ProcessRun>>(`${path}/processes`, { query: { limit: 50 } });
      if (mine === turn) runs.value = heard.reduce(withRun, page.items);
    } catch {
      // Shown beside the conversation too, and told there.
    }
  }

  function take({ process }: { process: ProcessRun }): void {
    if (process.chatId !== chatId) return;
    heard.push(process);
    runs.value = withRun(runs.value, process);
  }

  const ends = [live.on('process.started', take), live.on('process.finished', take)];

  return {
    runs,
    load,
    close(): void {
      turn += 1;
      for (const end of ends) end();
    },
  };
}
