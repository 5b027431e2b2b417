import { type Api, Refused, signIn } from './api';
import { drawNames, drawPassword, drawTag } from './names';
import { chatListShape, createdShape, settingShape } from './shapes';

/** Minutes. An odd number: whoever finds it knows that a killed demo left it. */
const shortAcceptTimeout = 0.1001;
const acceptTimeout = '/api/settings/OmniChatOperatorAcceptChatTimeout';
const siteUrl = '/api/settings/SiteUrl';

export interface Account {
  name: string;
  userId: string;
  api: Api;
}

/** All that the demo adds to an installation, and how it is taken away again. */
export interface Stage {
  clientName: string;
  operators: [Account, Account];
  channelId: string;
  /** Offers made from now on lapse after seconds. The setting is the whole installation's, so it is put back as soon as can be. */
  shortenAcceptTimeout(): Promise<{ seconds: number }>;
  restoreAcceptTimeout(): Promise<void>;
}

export interface SetUp {
  admin: Api;
  signal: AbortSignal;
  /** Keeps what has to be undone, whatever happens next; the last is undone first. */
  undoLater(what: string, undo: () => Promise<unknown>): void;
}

export async function setUpStage({ admin, signal, undoLater }: SetUp): Promise<Stage> {
  const tag = drawTag();
  const [clientName = '', firstName = '', secondName = ''] = drawNames(3);

  const addOperator = async (name: string): Promise<Account> => {
    const credentials = { login: `demo-${name.toLowerCase()}-${tag}`, password: drawPassword() };
    const body = { ...credentials, name };
    const { id: userId } = await admin.call('POST', '/api/users', { shape: createdShape, body, signal });
    const { api } = await signIn(admin, credentials);
    undoLater(`sign ${name} out`, () => api.call('POST', '/api/logout'));
    undoLater(`set ${name} inactive`, () => api.call('PUT', '/api/operator/status', { body: { status: 'inactive' } }));
    return { name, userId, api };
  };
  const first = await addOperator(firstName);
  const second = await addOperator(secondName);

  const queue = {
    name: `Demo ${tag}`,
    routingRule: 'ToMostFree',
    operators: [first, second].map(({ userId }) => ({ userId })),
  };
  const { id: queueId } = await admin.call('POST', '/api/queues', { shape: createdShape, body: queue, signal });
  undoLater('empty the queue', () => removeQueue(admin, queueId));

  const channelId = await addChannel(admin, { provider: 'webchat', name: `Demo ${tag}`, active: true, queueId });
  undoLater('switch the channel off', () => removeChannel(admin, channelId));

  for (const { api } of [first, second])
    await api.call('PUT', '/api/operator/status', { body: { status: 'active' }, signal });

  const timeout = createAcceptTimeout({ admin, signal });
  undoLater('put the accept timeout back', timeout.restoreAcceptTimeout);
  return { clientName, operators: [first, second], channelId, ...timeout };
}

/** The first channel of an installation tells it its address; a demo's is not meant. */
async function addChannel(admin: Api, channel: object): Promise<string> {
  const site = await admin.call('GET', siteUrl, { shape: settingShape });
  const { id } = await admin.call('POST', '/api/channels', { shape: createdShape, body: channel });
  if (site.value === '') await admin.call('PUT', siteUrl, { body: { value: '' } });
  return id;
}

function createAcceptTimeout({ admin, signal }: Pick<SetUp, 'admin' | 'signal'>) {
  let before: number | string | null = null;
  return {
    async shortenAcceptTimeout() {
      const found = await admin.call('GET', acceptTimeout, { shape: settingShape, signal });
      before = found.value === shortAcceptTimeout ? found.default : found.value;
      // Not broken off: it must not take effect after the restoring.
      await admin.call('PUT', acceptTimeout, { body: { value: shortAcceptTimeout } });
      return { seconds: Math.round(shortAcceptTimeout * 60) };
    },

    async restoreAcceptTimeout() {
      if (before === null) return;
      await admin.call('PUT', acceptTimeout, { body: { value: before } });
      before = null;
    },
  };
}

/** One that has chats stays for the sake of their history. */
async function removeChannel(admin: Api, id: string): Promise<void> {
  await admin.call('PATCH', `/api/channels/${id}`, { body: { active: false } });
  const { items } = await admin.call('GET', `/api/chats?view=all&channelId=${id}`, { shape: chatListShape });
  for (const chat of items.filter(({ status }) => status !== 'completed'))
    await admin.call('POST', `/api/chats/${chat.id}/close`);
  await admin.call('DELETE', `/api/channels/${id}`).catch(unlessItHasChats);
}

async function removeQueue(admin: Api, id: string): Promise<void> {
  await admin.call('PATCH', `/api/queues/${id}`, { body: { operators: [] } });
  await admin.call('DELETE', `/api/queues/${id}`).catch(unlessItHasChats);
}

function unlessItHasChats(error: unknown): void {
  if (!(error instanceof Refused && error.status === 409)) throw error;
}
