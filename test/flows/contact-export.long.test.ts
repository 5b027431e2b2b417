import type { ApiClient } from '../support/api-client';
import { createTeam, createTelegramChannel, createUser } from '../support/builders';
import { chatInWork, runToItsEnd } from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { only } from '../support/routing-scenes';
import { grownTo, sampleFiles } from '../support/sample-files';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

interface Matter {
  id: string;
  subject: string;
  notes: string;
}

interface Export {
  contact: { id: string; name: string; phone: string | null; identities: object[] };
  chats: Array<{
    id: string;
    routingLog: Array<{ event: string }>;
    messages: Array<{ text: string; type: string; raw?: object; attachments: Array<{ fileName: string }> }>;
    processes: Array<{ outcome: { text: string } }>;
  }>;
  cases: Matter[];
  orders: Matter[];
  files: Array<{ fileName: string; mediaType: string; size: number; url: string; content?: string }>;
}

async function taken(operator: ApiClient): Promise<string> {
  const { id } = await eventually('it is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(id);
  return id;
}

/** A client with two chats, a photo, files, and a message that Parley does not understand. */
async function scene() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const bot = parley.telegram.createBot();
  await createTelegramChannel(parley, { bot, queueId: queue.id });
  const client = bot.client({ firstName: 'Ada', lastName: 'Lovelace', photo: sampleFiles.jpeg.bytes });
  client.sendText('My first chat');
  const first = await taken(operator);
  await operator.say(first, 'My first answer');
  await operator.close(first);
  client.sendPoll('What do you think?', ['yes', 'no']);
  const bytes = grownTo(sampleFiles.pdf, 700_001).bytes;
  client.sendDocument({ bytes, fileName: 'order.pdf', caption: 'My "order"' });
  const second = await taken(operator);
  await eventually('the file is stored', async () =>
    (await operator.conversation(second)).some(({ attachments }) => attachments[0]?.status === 'stored'),
  );
  const { contact } = await eventually('the photo is there', async () => {
    const chat = await operator.chat(second);
    return chat.contact.photoUrl !== null && chat;
  });
  return { operator, client, first, second, contactId: contact.id, bytes };
}

test('an export holds the contact, the chats with their routing log, the messages and every file', async () => {
  const { contactId, client, first, second, bytes } = await scene();
  const reply = await parley.admin.call<Export>('GET', `/api/contacts/${contactId}/export`);
  expect(reply.headers.get('content-disposition')).toBe(`attachment; filename=contact-${contactId}.json`);
  const { contact, chats, files } = reply.body;
  const identities = [{ provider: 'telegram', clientId: String(client.id) }];
  expect(contact).toMatchObject({ id: contactId, name: 'Ada Lovelace', identities });
  expect(chats.map(({ id }) => id)).toEqual([second, first]);
  expect(chats[1]?.routingLog.map(({ event }) => event)).toEqual(['offered', 'accepted', 'completed']);
  expect(chats[1]?.messages.map(({ text }) => text)).toEqual(['My first answer', 'My first chat']);
  expect(chats[0]?.messages[0]).toMatchObject({ text: 'My "order"', attachments: [{ fileName: 'order.pdf' }] });
  expect(JSON.stringify(chats[0]?.messages[1])).toContain('What do you think?');
  expect(files.map(({ fileName }) => fileName)).toEqual([expect.any(String), 'order.pdf']);
  for (const file of files) {
    expect(file).not.toHaveProperty('content');
    const got = await fetch(`${parley.base}${file.url}`);
    expect((await got.arrayBuffer()).byteLength).toBe(file.size);
  }
  expect(files[1]?.size).toBe(bytes.length);
});

test('with files it is complete by itself: each stands in it, byte by byte', async () => {
  const { contactId, bytes } = await scene();
  const { files } = await parley.admin.ok<Export>('GET', `/api/contacts/${contactId}/export?files=true`);
  const contents = files.map(({ content }) => Buffer.from(content ?? '', 'base64'));
  expect(contents.map(({ length }) => length)).toEqual(files.map(({ size }) => size));
  expect(contents[1]?.equals(bytes)).toBe(true);
});

test('holds the person’s cases and orders with their notes, and what processes told in the chat', async () => {
  const one = await chatInWork(parley, 'My scooter is broken');
  const opened = await runToItsEnd(parley, one, 'CreateCaseFromChat');
  await runToItsEnd(parley, one, 'CreateOrderFromChat');
  await one.operator.ok('PATCH', opened.outcome?.link ?? '', { notes: 'He wants a blue one.' });
  const other = await chatInWork(parley, 'My bicycle is broken');
  await runToItsEnd(parley, other, 'CreateCaseFromChat');
  const { contact } = await one.operator.chat(one.chatId);
  const { cases, orders, chats } = await parley.admin.ok<Export>('GET', `/api/contacts/${contact.id}/export`);
  expect(cases).toMatchObject([{ subject: 'My scooter is broken', notes: 'He wants a blue one.' }]);
  expect(orders).toMatchObject([{ subject: 'My scooter is broken' }]);
  const told = only(chats).processes.map(({ outcome }) => outcome.text);
  expect(told).toEqual([expect.stringMatching(/^Order/), expect.stringMatching(/^Case/)]);
});

test('holds what came from a contact that was merged into it, and no word of anybody else', async () => {
  const one = await scene();
  const other = await scene();
  await parley.admin.ok('POST', `/api/contacts/${one.contactId}/merge`, { contactId: other.contactId });
  const stranger = await scene();
  const text = JSON.stringify(await parley.admin.ok<Export>('GET', `/api/contacts/${one.contactId}/export`));
  for (const id of [one.first, one.second, other.first, other.second, String(other.client.id)])
    expect(text).toContain(id);
  for (const id of [stranger.first, stranger.second, String(stranger.client.id)]) expect(text).not.toContain(id);
});

test('is an administrator’s, and of somebody', async () => {
  const { contactId, operator } = await scene();
  const manager = await createUser(parley, { permissions: ['CanManageChats'] });
  for (const user of [operator, manager])
    expect((await user.call('GET', `/api/contacts/${contactId}/export`)).status).toBe(403);
  expect((await parley.admin.call('GET', '/api/contacts/nobody/export')).status).toBe(404);
});
