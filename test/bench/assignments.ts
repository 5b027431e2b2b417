import { randomUUID } from 'node:crypto';
import { justAdded } from '../../domain/channel';
import type { Chat } from '../../domain/chat';
import type { Service } from '../../messaging/service';
import type { Storage } from '../../storage/storage';

const operators = 1_000;
const rounds = 100;

/**
 * Assignments a second while so many chats wait and 1,000 operators, all full but the one who has just completed a chat, could take them.
 * The waiting chats are rows without workflows: what is measured is the choice, not the chats.
 */
export async function assignmentRate(
  { storage, service }: { storage: Storage; service: Service },
  { waiting }: { waiting: number },
): Promise<number> {
  const queueId = randomUUID();
  const channelId = await makeOffice(storage, queueId);
  const ids = Array.from({ length: operators }, () => randomUUID());
  await hire(storage, queueId, ids);
  const counters = storage.chats.model.db.collection<{ _id: string; value: number }>('counters');
  const first = await storage.chats.nextNumber();
  await counters.updateOne({ _id: 'chat' }, { $inc: { value: waiting } });
  await storage.chats.model.insertMany(waitingRows({ queueId, channelId, first, count: waiting }));

  const startedMs = performance.now();
  for (const operatorId of ids.slice(0, rounds)) {
    await storage.operators.model.updateOne({ _id: operatorId }, { $pop: { places: 1 }, $inc: { load: -1 } });
    await service.router.fillOperator(operatorId);
  }
  const perSecond = rounds / ((performance.now() - startedMs) / 1000);
  const assigned = await storage.chats.model.countDocuments({ queueId, status: 'offered' });
  if (assigned !== rounds) throw new Error(`${assigned} of ${rounds} chats were assigned`);
  await storage.chats.model.deleteMany({ queueId });
  await storage.operators.model.deleteMany({ queueIds: queueId });
  return perSecond;
}

async function makeOffice(storage: Storage, queueId: string): Promise<string> {
  const channelId = randomUUID();
  await storage.inTransaction(async (tx) => {
    await storage.queues.create(
      {
        id: queueId,
        name: 'bench',
        routingRule: 'ToMostFree',
        completionTimeoutMinutes: null,
        keepOpenWhileUnanswered: false,
        operators: [],
      },
      tx,
    );
    await storage.channels.create(
      {
        id: channelId,
        provider: 'webchat',
        name: 'bench',
        source: channelId,
        settings: {},
        active: true,
        queueId,
        language: 'en',
        verified: true,
        health: { status: 'ok', detail: '', checkedAt: new Date() },
        ...justAdded({ verified: true }),
      },
      tx,
    );
  });
  return channelId;
}

/** All active, all full. */
async function hire(storage: Storage, queueId: string, ids: string[]): Promise<void> {
  const limit = await storage.settings.get('SimultaneousChats');
  await storage.operators.model.insertMany(
    ids.map((id, index) => ({
      _id: id,
      name: `Operator ${index}`,
      status: 'active',
      reason: 'self',
      changedAt: new Date(),
      queueIds: [queueId],
      places: Array.from({ length: limit }, () => ({
        chatId: randomUUID(),
        offerId: randomUUID(),
        state: 'active' as const,
        since: new Date(),
      })),
      load: limit,
      lastTookAt: new Date(index),
      statusRevision: 1,
    })),
  );
}

function waitingRows(of: { queueId: string; channelId: string; first: number; count: number }) {
  const createdAt = new Date();
  return Array.from({ length: of.count }, (_, index) => {
    const chat: Omit<Chat, 'id'> = {
      number: of.first + index,
      workflowId: `bench-${randomUUID()}`,
      channelId: of.channelId,
      provider: 'webchat',
      clientId: randomUUID(),
      contactId: 'bench',
      queueId: of.queueId,
      status: 'waiting',
      operatorId: null,
      offer: null,
      shownTo: null,
      unrouted: false,
      revision: 1,
      declinedBy: [],
      givenBy: null,
      dependsOn: null,
      failedAsks: 0,
      createdAt,
      acceptedAt: null,
      completedAt: null,
      completedBy: null,
      completesAt: null,
      lastMessage: null,
      unreadCount: 0,
      referral: null,
    };
    return { _id: randomUUID(), ...chat, open: true as const, checkedAt: new Date(Date.now() + 3_600_000) };
  });
}
