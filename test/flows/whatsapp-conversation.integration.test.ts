import type { ApiMessage } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { begun } from '../support/begun';
import { eventually } from '../support/eventually';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered } from '../support/routing-scenes';
import { sampleFiles } from '../support/sample-files';
import type { Fault } from '../support/twilio/faults';
import {
  type ApiChannel,
  addedChannel,
  openChannel,
  type WhatsAppScene,
  whatsAppInWork,
} from '../support/twilio/whatsapp-scenes';

let parley: Parley;
let endWorker: () => Promise<void>;

beforeAll(async () => {
  parley = await startParley();
  endWorker = await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

const patch = (channelId: string, fields: object) =>
  parley.admin.call<ApiChannel & { errors?: object }>('PATCH', `/api/channels/${channelId}`, fields);
const connect = (channelId: string) =>
  parley.admin.call<ApiChannel & { code?: string; detail?: string }>('POST', `/api/channels/${channelId}/connect`);
const channelNow = (channelId: string) => parley.admin.ok<ApiChannel>('GET', `/api/channels/${channelId}`);

type InWork = WhatsAppScene & { chatId: string };

function answerOnce(
  { operator, chatId }: InWork,
  what: string,
  is: (last: ApiMessage) => boolean,
): Promise<ApiMessage> {
  return eventually(what, async () => {
    const last = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing').at(-1);
    return last !== undefined && is(last) && last;
  });
}

test('a channel is added, connected and switched on; a client writes, an operator answers, and sees that it is read', async () => {
  const { client, sender, operator, account, channelId } = await addedChannel(parley);
  expect(await patch(channelId, { active: true })).toMatchObject({
    status: 400,
    body: { errors: { active: expect.any(String) } },
  });
  expect(await connect(channelId)).toMatchObject({ status: 200, body: { verified: true } });
  expect((await patch(channelId, { active: true })).status).toBe(200);

  const { delivery } = await client.write(sender, 'My order is late 😟');
  expect(delivery).toMatchObject({ status: 200, contentType: 'text/xml; charset=utf-8' });
  const chat = await onlyChatOf(parley, channelId);
  await untilOffered(operator, [chat]);
  expect(chat).toMatchObject({ contact: { name: 'Vera' }, lastMessage: { text: 'My order is late 😟' } });
  await operator.accept(chat.id);
  const { id } = await operator.say(chat.id, 'It arrives today.');
  const answer = await eventually('the answer has arrived', async () => {
    const found = (await operator.conversation(chat.id)).find((message) => message.id === id);
    return found?.deliveryStatus === 'delivered' && found;
  });
  expect(account.sent.at(-1)).toMatchObject({ sid: answer.externalId, body: 'It arrives today.', to: client.address });
  await client.readAll();
  expect((await operator.conversation(chat.id)).at(-1)).toMatchObject({ id, deliveryStatus: 'read' });
});

test('a contact card is the people in it, and the advertisement by which a client came stands at the chat', async () => {
  const scene = await openChannel(parley);
  const { client, sender, channelId } = scene;
  const two = Buffer.concat([
    sampleFiles.vcf.bytes,
    Buffer.from('BEGIN:VCARD\nN:Lee;Ann;;;\nTEL:1\nEMAIL:ann@a.example\nEND:VCARD'),
  ]);
  const fields = {
    ReferralSourceType: 'ad',
    ReferralHeadline: 'Scooters',
    ReferralSourceId: '120',
    ReferralBody: 'Half',
  };
  await client.write(sender, 'Is it still there?', { fields });
  await client.write(sender, '', { files: [{ bytes: two, mediaType: 'text/vcard' }] });
  const { id } = await onlyChatOf(parley, channelId);
  const card = await eventually('the card is read', async () =>
    (await parley.admin.conversation(id)).find(({ sharedContact }) => sharedContact !== null),
  );
  const phones = ['+4915112345678'];
  expect(card).toMatchObject({
    ...{ type: 'contact', attachments: [{ status: 'stored' }] },
    sharedContact: { name: 'Vera Weiss', phones, emails: [], phoneNumber: phones[0] },
    furtherContacts: [{ name: 'Ann Lee', phones: ['1'], emails: ['ann@a.example'] }],
  });
  const referral = { source: 'ad', title: 'Scooters', url: null, id: '120', text: 'Half' };
  expect((await parley.admin.chat(id)).referral).toEqual(referral);
  const [first] = await parley.admin.conversation(id);
  expect(first).toMatchObject({ text: 'Is it still there?', referral });
  for (const q of ['ann lee', 'scooters', '4915112345678']) {
    const { items } = await parley.admin.ok<{ items: Array<{ id: string }> }>(
      'GET',
      `/api/chats?view=all&channelId=${channelId}&q=${encodeURIComponent(q)}`,
    );
    expect([q, items.map((chat) => chat.id)]).toEqual([q, [id]]);
  }
});

describe('a client whose id changes its form', () => {
  const ids = () => {
    const digits = String(Date.now()).slice(-8);
    return { number: `+49151${digits}`, scoped: `DE.${digits}` };
  };
  const chatsOn = (channelId: string) => chatsOf(parley, channelId);
  const together = ({ scoped }: ReturnType<typeof ids>) => ({ fields: { ExternalUserId: `whatsapp:${scoped}` } });

  test('stays one contact with one chat when the number and the other id were told together', async () => {
    const { account, sender, channelId, operator } = await openChannel(parley);
    const his = ids();
    await account.person(his.number, 'Vera').write(sender, 'by my number', together(his));
    const chat = await onlyChatOf(parley, channelId);
    await untilOffered(operator, [chat]);
    await account.person(his.scoped, 'Vera').write(sender, 'by the other id');
    await eventually('both stand in the one chat', async () =>
      textsOf(await operator.conversation(chat.id)).includes('by the other id'),
    );
    expect(await chatsOn(channelId)).toHaveLength(1);
    const { identities } = await parley.admin.ok<{ identities: object[] }>('GET', `/api/contacts/${chat.contact.id}`);
    expect(identities).toEqual([
      { provider: 'whatsapp', clientId: his.number },
      { provider: 'whatsapp', clientId: his.scoped },
    ]);
  });

  test('goes on in the chat that he began by the other id', async () => {
    const { account, sender, channelId, operator } = await openChannel(parley);
    const his = ids();
    await account.person(his.scoped, 'Vera').write(sender, 'by the other id');
    const chat = await onlyChatOf(parley, channelId);
    await untilOffered(operator, [chat]);
    await account.person(his.number, 'Vera').write(sender, 'with both', together(his));
    await account.person(his.number, 'Vera').write(sender, 'by my number');
    await eventually('all stand in the one chat', async () =>
      textsOf(await operator.conversation(chat.id)).includes('by my number'),
    );
    expect(textsOf(await operator.conversation(chat.id))).toEqual(['by the other id', 'with both', 'by my number']);
    expect(await chatsOn(channelId)).toHaveLength(1);
  });

  test('is one contact, too, when all of it is told before there is a contact', async () => {
    const { account, sender, channelId } = await openChannel(parley);
    const his = ids();
    const [byNumber, byOther] = [account.person(his.number, 'Vera'), account.person(his.scoped, 'Vera')];
    await endWorker();
    await byOther.write(sender, 'by the other id');
    await byNumber.write(sender, 'by my number');
    await byNumber.write(sender, 'with both', together(his));
    endWorker = await parley.startWorker();
    const chats = await eventually('all have their chats', async () => {
      const found = await chatsOn(channelId);
      const messages = await Promise.all(found.map(({ id }) => parley.admin.conversation(id)));
      return messages.flat().length === 3 && found;
    });
    expect(new Set(chats.map(({ contact }) => contact.id)).size).toBe(1);
  });

  test('is made one contact by the next message that tells both ids, when he was left as two', async () => {
    const { account, sender, channelId } = await openChannel(parley);
    const his = ids();
    const byNumber = account.person(his.number, 'Vera');
    await account.person(his.scoped, 'Vera').write(sender, 'by the other id');
    await byNumber.write(sender, 'by my number');
    await eventually('he is taken for two', async () => (await chatsOn(channelId)).length === 2);
    // As a process leaves it that dies right after it has noted the ids.
    for (const form of [his.number, his.scoped])
      await parley.storage.clientIds.model.updateOne(
        { provider: 'whatsapp', form },
        { $set: { clientId: his.number } },
      );
    await byNumber.write(sender, 'with both', together(his));
    await eventually('both chats are one contact’s', async () => {
      const contacts = (await chatsOn(channelId)).map(({ contact }) => contact.id);
      return new Set(contacts).size === 1;
    });
  });

  test('becomes one contact when he was taken for two, and nothing is taken in again', async () => {
    const { account, sender, channelId } = await openChannel(parley);
    const his = ids();
    const byNumber = account.person(his.number, 'Vera');
    await byNumber.write(sender, 'by my number');
    const first = await onlyChatOf(parley, channelId);
    const { form } = await account.person(his.scoped, 'Vera').write(sender, 'by the other id');
    await eventually('he is taken for two', async () => (await chatsOn(channelId)).length === 2);
    await byNumber.write(sender, 'with both', together(his));
    const contacts = async () => [...new Set((await chatsOn(channelId)).map(({ contact }) => contact.id))];
    await eventually('both chats are one contact’s', async () => (await contacts()).length === 1);
    await account.call(sender.webhookUrl ?? '', form);
    await account.person(his.scoped, 'Vera').write(sender, 'once more');
    await eventually('it stands with the others', async () =>
      textsOf(await parley.admin.conversation(first.id)).includes('once more'),
    );
    expect(textsOf(await parley.admin.conversation(first.id))).toEqual(['by my number', 'with both', 'once more']);
    expect(await chatsOn(channelId)).toHaveLength(2);
  });
});

test('reports in any order, and twice, never move a message back', async () => {
  const scene = await whatsAppInWork(parley);
  const { account, operator, client, chatId } = scene;
  account.reporting = 'backwards';
  account.repeatsReports = true;
  await operator.say(chatId, 'one');
  await answerOnce(scene, 'it is delivered', ({ deliveryStatus }) => deliveryStatus === 'delivered');
  const reports = () => account.deliveries.filter(({ url }) => url.includes('?message='));
  await eventually('the report of its sending has come, too', async () => reports().length === 4);
  expect(new Set(reports().map(({ status }) => status))).toEqual(new Set([204]));
  await client.readAll();
  const message = account.sent.at(-1);
  if (message) await account.report(message, 'sent');
  expect((await operator.conversation(chatId)).at(-1)).toMatchObject({ text: 'one', deliveryStatus: 'read' });
});

test('an answer that WhatsApp refuses afterwards shows why, and can be sent again', async () => {
  const scene = await whatsAppInWork(parley);
  const { client, operator, chatId } = scene;
  client.hasBlocked = true;
  const { id } = await operator.say(chatId, 'Are you there?');
  const failed = await answerOnce(scene, 'it has failed', ({ deliveryStatus }) => deliveryStatus === 'failed');
  expect(failed).toMatchObject({
    id,
    failure: { code: 'blocked_by_client', reason: expect.stringMatching(/blocked/) },
  });

  client.hasBlocked = false;
  await operator.ok('POST', `/api/chats/${chatId}/messages/${id}/resend`);
  await answerOnce(scene, 'it has arrived', ({ deliveryStatus }) => deliveryStatus === 'delivered');
});

describe('an answer that is sent again', () => {
  /** More often than is tried before the test has seen what it looks for. */
  const untilCleared = 1_000;

  /** Refused by WhatsApp once, in its answer or by a report, and from now on taken. */
  async function refusedOnce(how: 'at once' | 'later') {
    const scene = await whatsAppInWork(parley);
    const { account, client, operator, chatId } = scene;
    if (how === 'at once') account.refusesAtOnce = 63032;
    else client.hasBlocked = true;
    const { id } = await operator.say(chatId, 'Are you there?');
    await answerOnce(scene, 'it has failed', ({ deliveryStatus }) => deliveryStatus === 'failed');
    account.refusesAtOnce = null;
    client.hasBlocked = false;
    const sendAgain = () => operator.ok('POST', `/api/chats/${chatId}/messages/${id}/resend`);
    const sent = () => account.sent.filter(({ to }) => to === client.address);
    return { scene, account, sent, refused: only(sent()), sendAgain };
  }

  const untilDelivered = (scene: Parameters<typeof answerOnce>[0]) =>
    answerOnce(scene, 'it has arrived', ({ deliveryStatus }) => deliveryStatus === 'delivered');

  const lateReports = [
    ['at once', 'failed'],
    ['later', 'sent'],
    ['later', 'undelivered'],
  ] as const;

  const reportedLate = begun(() =>
    Promise.all(
      lateReports.map(async ([how, status]) => {
        const { scene, account, sent, refused, sendAgain } = await refusedOnce(how);
        account.failNext('createMessage', { kind: '429', retryAfter: 2 }, untilCleared);
        await sendAgain();
        await answerOnce(scene, 'it waits', ({ failure }) => failure?.code === 'trying_again');
        await account.report(refused, status);
        account.clearFaults();
        const { externalId } = await untilDelivered(scene);
        return { sent: sent().map(({ sid }) => sid), refused: refused.sid, externalId };
      }),
    ),
  );

  test.each(lateReports.map(([how, status], index) => [how, status, index] as const))(
    'after it was refused %s is not what a late report calls %s',
    async (_how, _status, index) => {
      const played = (await reportedLate())[index];
      expect(played?.sent).toEqual([played?.refused, played?.externalId]);
    },
  );

  test('is not taken for sent because WhatsApp knows the refused one, when the connection breaks', async () => {
    const { scene, account, sent, refused, sendAgain } = await refusedOnce('later');
    account.failNext('createMessage', { kind: 'dropBefore' });
    await sendAgain();
    const { externalId } = await untilDelivered(scene);
    expect(sent().map(({ sid }) => sid)).toEqual([refused.sid, externalId]);
  });
});

test('outside the window an approved template is sent, and its words are in the conversation', async () => {
  const scene = await openChannel(parley);
  const { account, client, sender, operator, channelId } = scene;
  const { sid } = account.createTemplate({ body: 'Order {{1}} is on its way.', variables: { 1: '0' } });
  await client.write(sender, 'Hello', { at: new Date(Date.now() - 25 * 3_600_000) });
  const chat = await onlyChatOf(parley, channelId);
  await untilOffered(operator, [chat]);
  await operator.accept(chat.id);
  // Parley counts from when it received the message; WhatsApp knows better.
  await operator.say(chat.id, 'Hello?');
  const inWork = { ...scene, chatId: chat.id };
  const refused = await answerOnce(inWork, 'it is refused', ({ deliveryStatus }) => deliveryStatus === 'failed');
  expect(refused.failure).toEqual({ code: 'window_closed', reason: expect.stringMatching(/24 hours.*template/) });

  const path = `/api/chats/${chat.id}`;
  expect(await operator.ok('GET', `${path}/reply-window`)).toMatchObject({
    freeTextUntil: expect.any(String),
    hasTemplates: true,
  });
  expect(await operator.ok('GET', `${path}/templates`)).toMatchObject({
    items: [{ id: sid, text: 'Order {{1}} is on its way.', variables: ['1'] }],
  });
  await operator.ok('POST', `${path}/messages`, { template: { id: sid, variables: { 1: '4711' } } });
  const sent = await answerOnce(
    inWork,
    'the template has arrived',
    ({ deliveryStatus }) => deliveryStatus === 'delivered',
  );
  expect(sent.text).toBe('Order 4711 is on its way.');
  expect(account.sent.at(-1)).toMatchObject({ contentSid: sid, body: 'Order 4711 is on its way.' });
});

test('a message tells who sent it to whom by which messenger, and to administrators, when they ask, what came', async () => {
  const { client, sender, operator, chatId } = await whatsAppInWork(parley);
  const fields = { MessageType: 'order', MessageSid: '', SmsMessageSid: '', SmsSid: '' };
  await client.write(sender, '', { fields });
  const answer = await operator.say(chatId, 'Thank you.');
  const path = `/api/chats/${chatId}/messages`;
  const messages = (query = '') => parley.admin.ok<{ items: object[] }>('GET', `${path}${query}`);
  const [ofClient, ofOurs] = [
    { provider: 'whatsapp', sender: client.id, recipient: sender.number },
    { provider: 'whatsapp', sender: sender.number, recipient: client.id },
  ];
  const plain = await eventually('the order is there', async () => {
    const { items } = await messages();
    return items.length === 3 && items;
  });
  expect(plain).toMatchObject([ofClient, { ...ofClient, externalId: expect.stringMatching(/^made-up-/) }, ofOurs]);
  expect(plain.some((message) => 'raw' in message)).toBe(false);
  expect((await messages('?raw=true')).items).toMatchObject([
    { raw: null },
    { type: 'unsupported', raw: { MessageType: 'order', From: client.address } },
    { id: answer.id, raw: null },
  ]);
  expect(await operator.call('GET', `${path}?raw=true`)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('a client’s file has the name that its store tells, and is what its bytes are', async () => {
  const { client, sender, operator, chatId } = await whatsAppInWork(parley);
  const { xlsx, jpeg } = sampleFiles;
  const page = Buffer.from('<!doctype html><script>alert(1)</script>');
  await client.write(sender, '', { files: [{ ...xlsx, fileName: 'Prices 2027.xlsx' }] });
  await client.write(sender, '', { files: [{ bytes: page, mediaType: 'image/jpeg' }] });
  await client.write(sender, '', { files: [{ bytes: jpeg.bytes, mediaType: 'image/png' }] });
  const files = await eventually('all are stored', async () => {
    const told = (await operator.conversation(chatId)).flatMap(({ attachments }) => attachments);
    return told.length === 3 && told.every(({ status }) => status === 'stored') && told;
  });
  expect(files.map(({ fileName, mediaType }) => [fileName, mediaType])).toEqual([
    ['Prices 2027.xlsx', xlsx.mediaType],
    ['image-1.bin', 'application/octet-stream'],
    ['image-1.jpg', 'image/jpeg'],
  ]);
});

test('files go both ways: a client’s is stored, an operator’s is fetched by WhatsApp', async () => {
  const scene = await whatsAppInWork(parley);
  const { client, sender, operator, account, chatId } = scene;
  const { jpeg, docx, gif } = sampleFiles;
  await client.write(sender, 'This is it', { files: [jpeg] });
  const received = await eventually('the picture is stored', async () => {
    const last = (await operator.conversation(chatId)).at(-1);
    return last?.attachments[0]?.status === 'stored' && last;
  });
  expect(received).toMatchObject({ type: 'image', text: 'This is it' });
  const stored = await fetch(new URL(received.attachments[0]?.url ?? '', parley.base));
  expect(Buffer.from(await stored.arrayBuffer()).equals(jpeg.bytes)).toBe(true);

  const sendFile = ({ bytes, fileName, mediaType }: typeof jpeg) => {
    const form = new FormData();
    form.append('text', 'The contract');
    form.append('attachments', new Blob([new Uint8Array(bytes)], { type: mediaType }), fileName);
    return operator.call<{ code?: string; detail?: string }>('POST', `/api/chats/${chatId}/messages`, form);
  };
  const sent = account.sent.length;
  expect((await sendFile(jpeg)).status).toBe(202);
  await answerOnce(scene, 'the picture has arrived', ({ deliveryStatus }) => deliveryStatus === 'delivered');
  expect((await sendFile(docx)).status).toBe(202);
  await answerOnce(scene, 'the contract has arrived', (last) => {
    return last.attachments[0]?.fileName === docx.fileName && last.deliveryStatus === 'delivered';
  });
  const mediaUrls = [expect.stringContaining(parley.base)];
  // What stands beside a document, the client would never see: it goes before it.
  expect(account.sent.slice(sent)).toMatchObject([
    { shownText: 'The contract', mediaUrls },
    { shownText: 'The contract', mediaUrls: [] },
    { body: '', mediaUrls },
  ]);
  const answers = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
  expect(answers.map(({ text, type, deliveryStatus }) => [text, type, deliveryStatus])).toEqual([
    ['The contract', 'image', 'delivered'],
    ['The contract', 'text', 'delivered'],
    ['', 'file', 'delivered'],
  ]);

  expect(await sendFile(gif)).toMatchObject({ status: 422, body: { code: 'message_refused' } });
  await sendFile({ ...gif, fileName: 'a.png', mediaType: 'image/png' });
  const refused = await answerOnce(
    scene,
    'the false picture is refused',
    ({ deliveryStatus }) => deliveryStatus === 'failed',
  );
  expect(refused.failure).toMatchObject({
    code: 'file_type_refused',
    reason: expect.stringMatching(/JPG, PNG or WEBP/),
  });
});

test.each<[string, Fault]>([
  ['whose connection broke', { kind: 'dropAfter' }],
  ['to which a gateway says 503', { kind: 'spoilt', answer: { status: 503, body: '<h1>503</h1>' }, taken: true }],
])('an answer %s is looked up at Twilio, and not sent twice', async (_what, fault) => {
  const scene = await whatsAppInWork(parley);
  const { account, operator, chatId } = scene;
  const before = account.sent.length;
  // No report settles it.
  account.reporting = 'held';
  account.failNext('createMessage', fault);
  await operator.say(chatId, 'Only once');
  const answer = await answerOnce(scene, 'it is sent', ({ deliveryStatus }) => deliveryStatus === 'sent');
  expect(answer).toMatchObject({ text: 'Only once', possiblyRepeated: false, externalId: account.sent.at(-1)?.sid });
  await operator.say(chatId, 'The next');
  await answerOnce(scene, 'the next is sent', (last) => last.text === 'The next' && last.deliveryStatus === 'sent');
  expect(account.sent.slice(before).map(({ body }) => body)).toEqual(['Only once', 'The next']);
});

test('who is not Twilio gets nothing in, and a repeated delivery is one message', async () => {
  const { client, sender, account, operator, chatId } = await whatsAppInWork(parley, 'first');
  const { form } = await client.write(sender, 'second');
  const url = sender.webhookUrl ?? '';
  expect(await account.call(url, form)).toMatchObject({ status: 200 });
  const forged = form.map(([name, value]): [string, string] => [name, name === 'Body' ? 'forged' : value]);
  expect(await account.call(url, forged, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=')).toMatchObject({ status: 403 });
  await client.write(sender, 'third');
  await eventually('the third is there', async () => (await operator.conversation(chatId)).length >= 3);
  expect(textsOf(await operator.conversation(chatId))).toEqual(['first', 'second', 'third']);
});

test('what a client wrote while the channel was off is taken in neither from Twilio’s call nor from its list', async () => {
  const { client, sender, channelId } = await openChannel(parley);
  await patch(channelId, { active: false });
  const { delivery } = await client.write(sender, 'while it was off', { at: new Date(Date.now() - 60_000) });
  expect(delivery).toMatchObject({ status: 200 });
  await patch(channelId, { active: true });
  await client.write(sender, 'while it is on');
  const chat = await onlyChatOf(parley, channelId);
  await eventually('the list was read', async () => /Receiving/.test((await channelNow(channelId)).health.detail));
  expect(textsOf(await parley.admin.conversation(chat.id))).toEqual(['while it is on']);
});

test('a channel that Twilio or WhatsApp refuses says so in words, stays off, and is connected once that is mended', async () => {
  const { account, sender, admin, channelId } = await addedChannel(parley);
  sender.isSandbox = true;
  const said = /join/;
  expect(await connect(channelId)).toMatchObject({
    status: 422,
    body: { code: 'credentials_refused', detail: expect.stringMatching(said) },
  });
  expect(await channelNow(channelId)).toMatchObject({
    verified: false,
    health: { status: 'failing', detail: expect.stringMatching(said) },
  });
  expect((await patch(channelId, { active: true })).status).toBe(400);

  await admin.write(sender, 'join able-cat');
  expect(await connect(channelId)).toMatchObject({ status: 200, body: { verified: true } });

  // New credentials have to be connected again.
  account.rotateToken();
  await patch(channelId, { active: true });
  const settings = {
    phoneNumber: sender.number,
    confirmationPhoneNumber: admin.id,
    accountSid: account.sid,
    authToken: 'wrong',
  };
  expect(await patch(channelId, { settings })).toMatchObject({ status: 200, body: { verified: false, active: false } });
  expect(await connect(channelId)).toMatchObject({
    status: 422,
    body: { detail: expect.stringMatching(/auth token/) },
  });
});

test('a report that comes later settles a connection that was pending', async () => {
  const { account, channelId } = await addedChannel(parley);
  account.reporting = 'held';
  const pending = connect(channelId);
  await account.untilSent(1);
  const [confirmation] = account.sent;
  if (confirmation === undefined) throw new Error('there is a confirmation');
  // Delivered, but looks at it still show otherwise: the report alone settles it.
  await account.report(confirmation, 'delivered');
  expect(await channelNow(channelId)).toMatchObject({ verified: true });
  account.moveTo(confirmation, 'delivered');
  expect(await pending).toMatchObject({ status: 200, body: { verified: true } });
});
