import type { z } from 'zod';
import type { Dossier } from '../domain/dossier';
import type { Notification } from '../domain/notification';
import type { ProcessRun } from '../domain/process';
import type { Processes } from '../messaging/processes';
import type { Storage } from '../storage/storage';
import type { notificationShape } from './shapes/notification';
import type { processRunShape } from './shapes/process';

const unique = (ids: string[]) => [...new Set(ids)];

/** Runs of processes, and what they leave behind, as the HTTP interface shows them. */
export function createProcessViews({ storage, processes }: { storage: Storage; processes: Pick<Processes, 'find'> }) {
  async function processRuns(runs: ProcessRun[]): Promise<Array<z.input<typeof processRunShape>>> {
    const users = await storage.operators.getMany(unique(runs.map(({ startedBy }) => startedBy)));
    const names = unique(runs.map(({ process }) => process));
    const known = new Map(await Promise.all(names.map(async (name) => [name, await processes.find(name)] as const)));
    return runs.map((run) => ({
      id: run.id,
      chatId: run.chatId,
      action: { id: run.actionId, name: run.actionName },
      process: run.process,
      title: known.get(run.process)?.title ?? run.process,
      startedBy: { id: run.startedBy, name: users.get(run.startedBy)?.name ?? '' },
      status: run.status,
      outcome: run.outcome,
      failure: run.failure,
      startedAt: run.startedAt.toISOString(),
      endedAt: run.endedAt?.toISOString() ?? null,
    }));
  }

  return {
    processRuns,

    async processRun(run: ProcessRun): Promise<z.input<typeof processRunShape>> {
      const [view] = await processRuns([run]);
      if (view === undefined) throw new Error('a run has a view');
      return view;
    },

    async dossiers<S extends string>(rows: Array<Dossier<S>>) {
      const userIds = rows.flatMap(({ operatorId, history }) => [operatorId, ...history.map(({ userId }) => userId)]);
      const [users, contacts, chats] = await Promise.all([
        storage.operators.getMany(unique(userIds)),
        storage.contacts.getMany(unique(rows.map(({ contactId }) => contactId))),
        storage.chats.getMany(unique(rows.map(({ chatId }) => chatId))),
      ]);
      const user = (id: string) => ({ id, name: users.get(id)?.name ?? '' });
      return rows.map(({ contactId, chatId, queueId: _queueId, operatorId, createdAt, history, ...shown }) => {
        const chat = chats.find(({ id }) => id === chatId);
        return {
          ...shown,
          contact: { id: contactId, name: contacts.get(contactId)?.name ?? '' },
          chat: { id: chatId, number: chat?.number ?? null },
          transcriptUrl: chat === undefined ? null : `/api/chats/${chatId}/messages`,
          operator: user(operatorId),
          createdAt: createdAt.toISOString(),
          history: history.map(({ at, userId, ...change }) => ({ at: at.toISOString(), by: user(userId), ...change })),
        };
      });
    },

    notification({ id, text, link, chatId, createdAt, readAt }: Notification): z.input<typeof notificationShape> {
      return {
        ...{ id, text, link, chatId },
        createdAt: createdAt.toISOString(),
        readAt: readAt?.toISOString() ?? null,
      };
    },
  };
}
