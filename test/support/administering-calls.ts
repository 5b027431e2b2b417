import { randomUUID } from 'node:crypto';
import { createQueue, createRole, createTeam, createUser, createWebchatChannel } from './builders';
import { logInAtFacebook } from './facebook/scene';
import type { Parley } from './parley';
import { clientWrites, only } from './routing-scenes';

export interface AdministeringCall {
  path: string;
  /** Of what is changed, where it is not what the reply tells. */
  id?: string;
  body?: unknown;
}

/**
 * A successful call of each route that administers, by operation, with all that has to be there before. Whoever adds such a route adds
 * how it is called.
 */
export const administeringCalls: Record<string, (parley: Parley) => Promise<AdministeringCall>> = {
  CreateUser: async () => ({
    path: '/api/users',
    body: { login: randomUUID(), name: 'Grace', password: 'a secret of hers' },
  }),
  ChangeUser: async (parley) => ({ ...(await aUser(parley)), body: { name: 'Grace', password: 'another secret' } }),
  EndSessionsOfUser: (parley) => aUser(parley, '/sessions'),
  CreateRole: async () => ({ path: '/api/roles', body: { name: randomUUID() } }),
  ChangeRole: async (parley) => ({ ...(await aRole(parley)), body: { name: randomUUID() } }),
  DeleteRole: aRole,
  CreateQueue: async () => ({ path: '/api/queues', body: queueBody() }),
  ChangeQueue: async (parley) => ({ ...(await aQueue(parley)), body: { name: 'Sales' } }),
  DeleteQueue: aQueue,
  CreateChannel: async () => ({ path: '/api/channels', body: channelBody() }),
  ChangeChannel: async (parley) => ({ ...(await aChannel(parley)), body: { name: 'Ours' } }),
  ConnectChannel: async (parley) => {
    const { id } = await create(parley, '/api/channels', channelBody({ verified: false }));
    return on('/api/channels', id, '/connect');
  },
  DeleteChannel: aChannel,
  SetSetting: async () => ({ ...on('/api/settings', 'SimultaneousChats'), body: { value: 7 } }),
  UploadNotificationSound: aSound,
  ReplaceNotificationSound: aSound,
  SetStatusOfOperator: async (parley) => ({ ...(await anOperator(parley)), body: { status: 'active' } }),
  CreateQuickReply: async () => ({ path: '/api/quick-replies', body: quickReplyBody() }),
  ChangeQuickReply: async (parley) => ({ ...(await aQuickReply(parley)), body: { text: 'Good morning' } }),
  DeleteQuickReply: aQuickReply,
  MergeContacts: async (parley) => ({
    ...on('/api/contacts', await contactId(parley), '/merge'),
    body: { contactId: await contactId(parley) },
  }),
  UndoMerge: async (parley) => {
    const id = await contactId(parley);
    const path = `/api/contacts/${id}/merge`;
    const { merges } = await parley.admin.ok<{ merges: Array<{ id: string }> }>('POST', path, {
      contactId: await contactId(parley),
    });
    return on('/api/contacts', id, `/merges/${only(merges).id}/undo`);
  },
  CreateChatAction: async (parley) => ({ path: '/api/chat-actions', body: await actionBody(parley) }),
  ChangeChatAction: async (parley) => ({ ...(await aChatAction(parley)), body: { name: 'Another name' } }),
  DeleteChatAction: aChatAction,
  CreateProcess: async () => {
    const body = processBody();
    return { path: '/api/processes', id: body.name, body };
  },
  ChangeProcess: async (parley) => ({ ...(await aProcess(parley)), body: { title: 'Another title' } }),
  DeleteProcess: aProcess,
  CreateFacebookChannels: async (parley) => {
    const page = parley.facebook.createPage({ name: 'Northwind' });
    const session = await logInAtFacebook(parley.admin);
    return { path: '/api/facebook/channels', body: { session, pageIds: [page.id] } };
  },
  EraseContact: async (parley) => on('/api/contacts', await contactId(parley)),
};

export const queueBody = () => ({ name: 'Support', routingRule: 'ToMostFree' });

export const channelBody = ({ verified = true } = {}) => ({
  ...{ provider: 'fake', active: false, language: 'en', queueId: null },
  settings: { number: randomUUID(), verified },
});

export async function contactId(parley: Parley): Promise<string> {
  const { queue } = await createTeam(parley, { size: 1 });
  const { chat } = await clientWrites(parley, (await createWebchatChannel(parley, queue.id)).id);
  return chat.contact.id;
}

const quickReplyBody = () => ({ title: 'Hello', text: 'Hello', language: 'en' });

const processBody = () => ({
  ...{ name: `Process${randomUUID()}`, title: 'Looks it up', workflowType: 'lookUp', taskQueue: 'theirs' },
});

async function actionBody(parley: Parley) {
  return { name: 'Create case', queueId: (await createQueue(parley)).id, process: 'CreateCaseFromChat' };
}

async function aUser(parley: Parley, rest = '') {
  return on('/api/users', (await createUser(parley)).userId, rest);
}

async function anOperator(parley: Parley) {
  return on('/api/operators', (await createUser(parley)).userId, '/status');
}

async function aRole(parley: Parley) {
  return on('/api/roles', (await createRole(parley)).id);
}

async function aQueue(parley: Parley) {
  return on('/api/queues', (await createQueue(parley)).id);
}

async function aChannel(parley: Parley) {
  return on('/api/channels', (await create(parley, '/api/channels', channelBody())).id);
}

async function aQuickReply(parley: Parley) {
  return on('/api/quick-replies', (await create(parley, '/api/quick-replies', quickReplyBody())).id);
}

async function aChatAction(parley: Parley) {
  return on('/api/chat-actions', (await create(parley, '/api/chat-actions', await actionBody(parley))).id);
}

async function aProcess(parley: Parley) {
  const body = processBody();
  await create(parley, '/api/processes', body);
  return on('/api/processes', body.name);
}

async function aSound() {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array([1])], { type: 'audio/mpeg' }), 'ping.mp3');
  return { ...on('/api/settings', 'OmniChatNotificationSound', '/file'), body };
}

function create({ admin }: Parley, path: string, body: object): Promise<{ id: string }> {
  return admin.ok<{ id: string }>('POST', path, body);
}

function on(family: string, id: string, rest = ''): { path: string; id: string } {
  return { path: `${family}/${id}${rest}`, id };
}
