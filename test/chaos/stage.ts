import type { ApiClient } from '../support/api-client';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { TelegramStandIn } from '../support/telegram/telegram-stand-in';
import { Caller } from './caller';
import type { Client } from './conversation';
import { type Office, Operator } from './operator';
import { createRandom } from './random';
import { createTelegramClient } from './telegram-client';
import { createWebchatVisitor } from './webchat-visitor';

/** Low, so that chats have to wait and the limit is there to be exceeded. */
export const limit = 2;
/** Six seconds: offers lapse while the parts are killed. */
const acceptTimeoutMinutes = 0.1;
const password = 'password-of-an-operator';

const teams = [
  { rule: 'ToMostFree', operators: ['Anna', 'Boris', 'Clara'] },
  { rule: 'ToEveryone', operators: ['Clara', 'David', 'Elena'] },
] as const;
const clientsPerChannel = 4;

export interface Cast {
  clients: Client[];
  operators: Operator[];
}

interface StageOptions {
  apiBase: string;
  admin: ApiClient;
  telegram: TelegramStandIn;
  seed: number;
  office: Office;
}

/** Sets up two queues with their operators, two bots and a web page, and the people who will write there. */
export async function setStage(options: StageOptions): Promise<Cast> {
  const { admin, telegram, seed } = options;
  await admin.ok('PUT', '/api/settings/SimultaneousChats', { value: limit });
  await admin.ok('PUT', '/api/settings/OmniChatOperatorAcceptChatTimeout', { value: acceptTimeoutMinutes });

  const { operators, idOf } = await hireOperators(options);
  const queueIds: string[] = [];
  for (const { rule, operators: names } of teams) queueIds.push(await makeQueue(admin, rule, names.map(idOf)));
  const [reserved = '', shown = ''] = queueIds;

  const clients: Client[] = [];
  for (const [index, queueId] of [reserved, shown].entries()) {
    const bot = telegram.createBot({ firstName: `Bot ${index + 1}` });
    await addBot(admin, bot, queueId);
    for (const name of namesOf(`bot${index + 1}`))
      clients.push(createTelegramClient({ bot, name, random: createRandom(seed, name) }));
  }
  for (const client of await invite(options, reserved)) clients.push(client);
  return { clients, operators };
}

function namesOf(channel: string): string[] {
  return Array.from({ length: clientsPerChannel }, (_, index) => `${channel}-client${index + 1}`);
}

async function hireOperators({ apiBase, admin, seed, office }: StageOptions) {
  const operators: Operator[] = [];
  const ids = new Map<string, string>();
  for (const name of new Set<string>(teams.flatMap((team) => [...team.operators]))) {
    const login = name.toLowerCase();
    const user = await admin.ok<{ id: string }>('POST', '/api/users', {
      ...{ login, name, password, permissions: [], roleIds: [] },
    });
    ids.set(name, user.id);
    const { token } = await admin.login(login, password);
    const caller = new Caller(apiBase, { authorization: `Bearer ${token}` });
    operators.push(new Operator(name, { caller, random: createRandom(seed, name), office, limit }));
  }
  return { operators, idOf: (name: string) => ids.get(name) ?? '' };
}

async function makeQueue(admin: ApiClient, rule: string, userIds: string[]): Promise<string> {
  const { id } = await admin.ok<{ id: string }>('POST', '/api/queues', {
    name: rule,
    routingRule: rule,
    completionTimeoutMinutes: null,
    operators: userIds.map((userId) => ({ userId })),
  });
  return id;
}

async function addBot(admin: ApiClient, bot: StandInBot, queueId: string): Promise<void> {
  await admin.ok('POST', '/api/channels', {
    provider: 'telegram',
    settings: { token: bot.token },
    active: true,
    queueId,
    language: 'en',
  });
}

async function invite({ apiBase, admin, seed }: StageOptions, queueId: string): Promise<Client[]> {
  const { id: channelId } = await admin.ok<{ id: string }>('POST', '/api/channels', {
    provider: 'webchat',
    name: 'Website',
    settings: {},
    active: true,
    queueId,
    language: 'en',
  });
  const caller = new Caller(apiBase);
  const clients: Client[] = [];
  for (const name of namesOf('page')) {
    const place = `/webhooks/webchat/${channelId}/visitors`;
    const { visitorToken } = await admin.ok<{ visitorToken: string }>('POST', place, { name });
    clients.push(createWebchatVisitor({ caller, channelId, visitorToken, name, random: createRandom(seed, name) }));
  }
  return clients;
}
