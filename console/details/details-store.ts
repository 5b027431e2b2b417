import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { newKey } from '../app/api';
import { ApiError, isAborted } from '../app/api-error';
import type { Services } from '../app/services';
import type { Chat, ChatDetails, Page, ProcessRun, RunnableAction } from '../app/types';
import { movingEvents } from '../inbox/chat-lists';
import { createChatsStore } from '../inbox/chats-store';
import { withRun } from './with-run';

export type ActionValues = Record<string, boolean | number | string>;

/** As many runs as are shown; older ones stand in the conversation. */
const shownRuns = 50;

/** What the routing log tells of. */
const routed = ({ status, operator, offer, queue }: Chat) => [status, operator?.id, offer?.id, queue.id].join(' ');

/** A chat that is open, whosever it is, with its queue's actions and what was run in it. `leave` ends it. */
export function createDetailsStore(services: Pick<Services, 'api' | 'live' | 'store'>, chatId: string) {
  const { api, live } = services;
  const mine = services.store(createChatsStore);
  const loaded = signal<ChatDetails | null>(null);
  const error = signal<ApiError | null>(null);
  const actions = signal<RunnableAction[] | null>(null);
  const runs = signal<ProcessRun[] | null>(null);
  const ending = new AbortController();
  let underWay = new AbortController();
  /** Heard while the list was on its way, which may be older. */
  let heardRuns: ProcessRun[] = [];
  /** A start whose answer never came is asked for again under the same key, so that it happens once. */
  const unsureKeys = new Map<string, string>();

  /** With what is heard of it, where the operator has it. */
  const chat = computed<ChatDetails | null>(() => {
    const now = mine.chatOf(chatId);
    if (now === null) return loaded.value;
    return { ...now, referral: loaded.value?.referral ?? null, routingLog: loaded.value?.routingLog ?? [] };
  });

  async function load(): Promise<void> {
    underWay.abort();
    const call = new AbortController();
    underWay = call;
    const options = { signal: AbortSignal.any([call.signal, ending.signal]) };
    heardRuns = [];
    try {
      const [details, known, started] = await Promise.all([
        api.get<ChatDetails>(`/api/chats/${chatId}`, options),
        api.get<Page<RunnableAction>>(`/api/chats/${chatId}/actions`, options),
        api.get<Page<ProcessRun>>(`/api/chats/${chatId}/processes`, { ...options, query: { limit: shownRuns } }),
      ]);
      if (options.signal.aborted) return;
      loaded.value = details;
      actions.value = known.items;
      runs.value = heardRuns.reduce(withRun, started.items);
      error.value = null;
    } catch (caught) {
      if (options.signal.aborted || isAborted(caught)) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    }
  }

  function heardRun({ process }: { process: ProcessRun }): void {
    if (process.chatId !== chatId) return;
    heardRuns.push(process);
    if (runs.value !== null) runs.value = withRun(runs.value, process);
  }

  const ends = [
    ...movingEvents.map((type) =>
      live.on(type, ({ chat: now }) => {
        if (now.id !== chatId) return;
        // What was taken away from him may be out of his sight.
        if (type === 'chat.withdrawn') loaded.value = { referral: null, routingLog: [], ...loaded.value, ...now };
        else if (loaded.value === null || routed(now) !== routed(loaded.value)) void load();
      }),
    ),
    live.on('process.started', heardRun),
    live.on('process.finished', heardRun),
    live.keepLoaded(() => void load()),
  ];

  return {
    chat,
    error: error as ReadonlySignal<ApiError | null>,
    actions: actions as ReadonlySignal<RunnableAction[] | null>,
    /** Newest first. */
    runs: runs as ReadonlySignal<ProcessRun[] | null>,
    reload: load,

    /** Starts an action's process. Its end is told as it comes. Throws the API's refusal. */
    async run(actionId: string, parameters: ActionValues = {}): Promise<void> {
      const call = `${actionId} ${JSON.stringify(parameters)}`;
      const idempotencyKey = unsureKeys.get(call) ?? newKey();
      unsureKeys.set(call, idempotencyKey);
      try {
        const path = `/api/chats/${chatId}/actions/${actionId}`;
        const { processId } = await api.post<{ processId: string }>(path, { parameters }, { idempotencyKey });
        unsureKeys.delete(call);
        heardRun({ process: await api.get<ProcessRun>(`/api/chats/${chatId}/processes/${processId}`) });
      } catch (caught) {
        if (!(caught instanceof ApiError) || !caught.isPassing) unsureKeys.delete(call);
        throw caught;
      }
    },

    leave(): void {
      ending.abort();
      for (const end of ends) end();
    },
  };
}

export type DetailsStore = ReturnType<typeof createDetailsStore>;
