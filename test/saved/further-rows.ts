import { commit } from '../../storage/unit-of-work';
import type { Recorded } from '../replay/scenarios';
import { beginErasure } from '../support/begin-erasure';
import { createRole, createTeam, createUser, createWebchatChannel, setSetting, Visitor } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { facebookChannel } from '../support/facebook/scene';
import { processOf } from '../support/held-process';
import { chatsOf, onlyChatOf } from '../support/look';
import type { Parley } from '../support/parley';

const bot = '555000555000555';
const hourMs = 3_600_000;
/** Nobody listens there: what a saved Parley goes on to send when it is started again goes to nobody. */
const nowhere = 'http://127.0.0.1:9/notifications';

/** Has rows written to every collection that the scenarios of the workflows leave empty; `word` stands in the texts of clients. */
export async function writeFurtherRows(parley: Parley, word: string): Promise<Recorded[]> {
  const recorded = await chatWithBot(parley, word);
  await contacts(parley, word);
  await administration(parley);
  await signIns(parley);
  await setSetting(parley, 'NotificationWebhookUrl', nowhere);
  await parley.storage.clientIds.claim('whatsapp', 'DE.77', '+4915112345678');
  const until = new Date();
  await parley.storage.outages.note({ id: 'all-1', channelId: null, from: new Date(until.getTime() - hourMs), until });
  return recorded;
}

async function chatWithBot(parley: Parley, word: string): Promise<Recorded[]> {
  const { queue } = await createTeam(parley, { size: 1 });
  const { page, channelId } = await facebookChannel(parley, { queueId: queue.id });
  page.defaultApp = bot;
  page.client({ firstName: `Bo ${word}` }).sendText(`Hello, bot ${word}`);
  const { id } = await onlyChatOf(parley, channelId);
  await parley.admin.ok('PATCH', `/api/channels/${channelId}`, { active: false });
  const chat = await parley.storage.chats.get(id);
  return [{ name: 'with-bot', workflowId: chat?.workflowId ?? '' }];
}

async function contacts(parley: Parley, word: string): Promise<void> {
  const { queue } = await createTeam(parley, { size: 1, active: false });
  const channel = await createWebchatChannel(parley, queue.id);
  const contactOf = async (name: string) => {
    const visitor = await Visitor.arrive(parley, channel.id, `${name} ${word}`);
    await visitor.write(`I am ${name} ${word}`);
    const chat = await eventually('the chat is there', async () =>
      (await chatsOf(parley, channel.id)).find(({ contact }) => contact.name.startsWith(name)),
    );
    return chat.contact.id;
  };
  const zoe = await contactOf('Zoë');
  await parley.admin.ok('PATCH', `/api/contacts/${zoe}`, { phone: '+49 30 901820' });
  await parley.admin.ok('POST', `/api/contacts/${zoe}/merge`, { contactId: await contactOf('Zoe Work') });
  await parley.admin.ok('DELETE', `/api/contacts/${await contactOf('Erased')}`);
  await beginErasure(processOf(parley), await contactOf('Leaving'));
}

async function administration(parley: Parley): Promise<void> {
  const { admin } = parley;
  const { items: cases } = await admin.ok<{ items: Array<{ id: string }> }>('GET', '/api/cases');
  await admin.ok('PATCH', `/api/cases/${cases[0]?.id}`, { status: 'closed', notes: 'The parcel came.' });
  const role = await createRole(parley);
  await createUser(parley, { name: 'Émile Manager', permissions: ['CanManageChats'], roleIds: [role.id] });
  await createTeam(parley, { size: 0, name: 'Größe & Maß', operators: [{ roleId: role.id }] });
  await admin.ok(
    'POST',
    '/api/quick-replies',
    { title: 'Grüße', text: 'Guten Tag, {{contact.firstName}}!', language: 'de' },
    { 'Idempotency-Key': 'saved-quick-reply' },
  );
  await setSetting(parley, 'RetentionDays', 400);
  await setSetting(parley, 'NotificationWebhookSecret', 'secret-of-a-test');
}

async function signIns(parley: Parley): Promise<void> {
  const { storage, anonymous, admin } = parley;
  await anonymous.call('POST', '/api/login', { login: 'admin', password: 'not the password' });
  const user = await createUser(parley, { name: 'Of the identity server' });
  (await EventStream.open(user)).cut();
  await storage.facebookLogins.begin({ userId: admin.userId, redirectUri: 'https://chat.example.com/facebook' });
  await storage.facebookLogins.confirm({ userId: admin.userId, userToken: 'token-of-a-test', endsAt: null });
  await commit(storage, async ({ tx }) => {
    await storage.refusedTokens.add('digest-of-a-test', Date.now() + hourMs, tx);
    const known = { issuer: 'https://login.example.com', subject: 'saved', userId: user.userId };
    await storage.subjects.add({ ...known, issuedAt: 1_790_000_000, claimed: '{}' }, tx);
    // Its writer died, and no relay has seen it yet.
    await storage.chores.add(tx, [{ kind: 'sync_user', userId: user.userId }], hourMs / 60);
  });
}
