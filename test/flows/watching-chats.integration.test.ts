import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { workflowMetadataQuery } from '@temporalio/workflow';
import type { Chat } from '../../domain/chat';
import { channelPollingWorkflowId } from '../../workflows/channel-polling/messages';
import type { ApiClient } from '../support/api-client';
import {
  createTeam,
  createTelegramChannel,
  createWebchatChannel,
  type Named,
  setSetting,
  Visitor,
} from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { readable } from '../support/readable';
import { only } from '../support/routing-scenes';

/** Stands in all that clients write and are called. */
const personalWord = 'heliotrope';
const phoneNumber = '+49 30 1234567';

let parley: Parley;
let operator: ApiClient;
let queue: Named;
let site: Named;
let bot: Named & { source: string };
/** By how they stand. */
const chats = new Map<string, Chat>();

/** One chat in each state: two on the bot, the others on the site. */
beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  const team = await createTeam(parley, { size: 1, completionTimeoutMinutes: 60 });
  queue = team.queue;
  operator = only(team.operators);
  site = await createWebchatChannel(parley, queue.id);
  const standIn = parley.telegram.createBot();
  bot = await createTelegramChannel(parley, { bot: standIn, queueId: queue.id });

  chats.set('completed', await visitorWrites());
  await operator.accept(chatAs('completed').id);
  await operator.close(chatAs('completed').id);

  const client = standIn.client({ firstName: `Ada ${personalWord}`, lastName: personalWord });
  client.sendText(`first ${personalWord}`);
  client.sendContact({ phoneNumber, firstName: personalWord });
  chats.set('active', await newChat(bot.id));
  await operator.accept(chatAs('active').id);
  await operator.say(chatAs('active').id, `answer ${personalWord}`);
  chats.set('offered', await visitorWrites());
  await setSetting(parley, 'SimultaneousChats', 2);
  chats.set('waiting', await visitorWrites());
  for (const [status, { id }] of chats)
    await eventually(`a chat is ${status}`, async () => {
      const chat = await parley.storage.chats.get(id);
      if (chat?.status !== status) return false;
      chats.set(status, chat);
      return true;
    });
});

afterAll(() => parley.stop());

async function visitorWrites(): Promise<Chat> {
  const visitor = await Visitor.arrive(parley, site.id, `Vera ${personalWord}`);
  await visitor.write(`Hello from ${personalWord}`);
  return newChat(site.id);
}

/** The one that nothing is known of yet. */
async function newChat(channelId: string): Promise<Chat> {
  const known = [...chats.values()].map(({ id }) => id);
  const fresh = { channelId, unrouted: false, _id: { $nin: known } };
  const row = await eventually('the chat is there', () => parley.storage.chats.model.findOne(fresh).lean());
  return (await parley.storage.chats.get(row._id)) ?? fail();
}

function fail(): never {
  throw new Error('the chat has a row');
}

function chatAs(status: string): Chat {
  return chats.get(status) ?? fail();
}

const here = (query: string) => `TaskQueue = '${parley.name}' AND ${query}`;

/** What the Web UI lists for a query: the ids of workflows, in no order. */
async function listed(query: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId } of parley.temporal.workflow.list({ query: here(query) })) found.push(workflowId);
  return found.sort();
}

const workflowIdsOf = (...statuses: string[]) => statuses.map((status) => chatAs(status).workflowId).sort();

describe('operations find chats in Temporal by', () => {
  it.each<[string, () => string, string[]]>([
    ['the status waiting', () => `ParleyStatus = 'waiting'`, ['waiting']],
    ['the status offered', () => `ParleyStatus = 'offered'`, ['offered']],
    ['the status active', () => `ParleyStatus = 'active'`, ['active']],
    ['the status completed', () => `ParleyStatus = 'completed'`, ['completed']],
    ['their number', () => `ParleyNumber = ${chatAs('offered').number}`, ['offered']],
    ['their id, as logs have it', () => `ParleyChat = '${chatAs('waiting').id}'`, ['waiting']],
    ['their channel', () => `ParleyChannel = '${bot.id}'`, ['active']],
    ['their queue', () => `ParleyQueue = '${queue.id}'`, ['waiting', 'offered', 'active', 'completed']],
    [
      'the operator who has them or is offered them',
      () => `ParleyOperator = '${operator.userId}' AND ExecutionStatus = 'Running'`,
      ['offered', 'active'],
    ],
    [
      'all of it together',
      () => `ParleyQueue = '${queue.id}' AND ParleyStatus = 'waiting' AND ParleyOperator IS NULL`,
      ['waiting'],
    ],
  ])('%s', async (_, query, statuses) => {
    const wanted = workflowIdsOf(...statuses);
    await eventually('they are listed', async () => (await listed(query())).join() === wanted.join());
    expect((await parley.temporal.workflow.count(here(query()))).count).toBe(wanted.length);
  });
});

test('a workflow’s id says of which messenger and channel it is, and nothing of the client', () => {
  const { workflowId, clientId } = chatAs('active');
  const [kind, provider, channelId, hash, ...more] = workflowId.split(':');
  expect([kind, provider, channelId, more]).toEqual(['chat', 'telegram', bot.id, []]);
  expect(hash).toMatch(/^[0-9a-f]{32}$/);
  expect(workflowId).not.toContain(clientId);
  expect(chatAs('offered').workflowId).toMatch(`chat:webchat:${site.id}:`);
});

test('a workflow’s summary begins with its channel’s name, for chats and for pollers', async () => {
  const summaryOf = async (workflowId: string) =>
    (await parley.temporal.workflow.getHandle(workflowId).describe()).staticSummary();
  const nameOf = async ({ id }: Named) => (await parley.storage.channels.get(id))?.name;
  for (const status of ['waiting', 'offered', 'completed'])
    expect(await summaryOf(chatAs(status).workflowId)).toBe(`${await nameOf(site)} (webchat)`);
  expect(await summaryOf(chatAs('active').workflowId)).toBe(`${await nameOf(bot)} (telegram)`);
  expect(await summaryOf(channelPollingWorkflowId(bot.id))).toBe(`${await nameOf(bot)} (telegram)`);
});

test('a workflow’s page tells in words how its chat stands', async () => {
  const detailsOf = async (status: string) => {
    const handle = parley.temporal.workflow.getHandle(chatAs(status).workflowId);
    return (await handle.query(workflowMetadataQuery)).currentDetails;
  };
  const numberOf = (status: string) => `**Chat ${chatAs(status).number}**`;
  expect(await detailsOf('waiting')).toContain(`${numberOf('waiting')} is **waiting**.`);
  expect(await detailsOf('offered')).toContain(
    `${numberOf('offered')} is **offered**, to operator \`${operator.userId}\`, until 20`,
  );
  expect(await detailsOf('active')).toContain(
    `${numberOf('active')} is **active**, with operator \`${operator.userId}\`, and completes by itself at 20`,
  );
  expect(await detailsOf('completed')).toContain(`${numberOf('completed')} is **completed**.`);
});

/** All that Temporal keeps and shows of a workflow. */
async function keptOf({ workflowId }: Chat): Promise<string> {
  const handle = parley.temporal.workflow.getHandle(workflowId);
  const { raw } = await handle.describe();
  const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()));
  return readable([raw, history, await handle.query(workflowMetadataQuery)]);
}

test('the history reads as what happened', async () => {
  const kept = await keptOf(chatAs('active'));
  for (const line of [
    'looks for an operator',
    `until the offer to operator ${operator.userId} ends`,
    `operator ${operator.userId} accepts`,
    'until the chat completes by itself',
  ])
    expect(kept).toContain(line);
  expect(await keptOf(chatAs('completed'))).toContain(`completed by operator ${operator.userId}`);
});

test('nothing that Temporal keeps or shows has a word, a name or an id of a client', async () => {
  for (const [status, chat] of chats) {
    const kept = await keptOf(chat);
    expect(kept).toContain(chat.id);
    for (const personal of [personalWord, phoneNumber, chat.clientId])
      expect({ status, personal, found: kept.includes(personal) }).toEqual({ status, personal, found: false });
  }
});
