import { randomUUID } from 'node:crypto';
import { orderKey } from '../../domain/order-key';
import type { ApiChat, ApiClient } from '../support/api-client';
import { createQueue, createTelegramChannel, type Named, setSetting, Visitor } from '../support/builders';
import { createAction, runAction, untilEnded } from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { connectPages } from '../support/facebook/scene';
import type { Parley } from '../support/parley';
import { chatsOf } from '../support/routing-scenes';
import { leadTo } from '../support/twilio/whatsapp-scenes';
import { earlierChats } from './earlier-chats';

const amelias = [
  'Good morning! My tent came today, but one of the poles is broken 😕',
  'Good morning, Amelia! I am sorry to hear that. Could you send me a picture of the pole?',
  'It is this one, at the joint',
  'Thank you, that is clear. A new set of poles leaves our warehouse today, at no cost of course.',
  'You keep the broken one; nothing has to be sent back.',
  'Wow, that was quick! Thank you 😊',
  'Will it be here before Saturday? We are off to the mountains then.',
] as const;
const kenjis = [
  'Hello, is the blue rain jacket available in size M?',
  'Hello Kenji! Yes, four of them are left. Shall I put one aside for you?',
  'Yes please. I can come by on Thursday.',
] as const;
const leilas = ['مرحبا، هل تشحنون إلى بيروت؟', 'Hello Leila! Yes, we do. It takes about five working days.'] as const;

export const password = 'a-picture-of-parley';

interface Colleague {
  login: string;
  client: ApiClient;
}

/** A shop with three queues, four messengers and a morning's chats: what the pictures of the documentation show. */
export async function openNorthwind(parley: Parley, photo: Buffer) {
  const olga = await colleague('olga', 'Olga Brandt');
  const ivo = await colleague('ivo', 'Ivo Marin');
  const hana = await colleague('hana', 'Hana Novák');
  const samir = await colleague('samir', 'Samir Haddad');
  const nora = await colleague('nora', 'Nora Lindqvist', ['Administrator']);
  const everyone = [olga, ivo, hana, samir];
  const members = (...some: Colleague[]) => some.map(({ client }) => ({ userId: client.userId }));
  const support = await createQueue(parley, { name: 'Support', operators: members(...everyone) });
  const sales = await createQueue(parley, {
    name: 'Sales',
    routingRule: 'ToEveryone',
    operators: members(olga, hana),
  });
  const returns = await createQueue(parley, { name: 'Returns', operators: members(samir) });
  // Pictures take their time, and nobody is to miss an offer meanwhile.
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 15);

  const shop = await webchat('Northwind shop', support.id);
  const salesPage = await webchat('Price list', sales.id);
  const returnsPage = await webchat('Returns page', returns.id);
  const talk = await webchat('Repairs', support.id);
  const bot = parley.telegram.createBot();
  const telegram = await createTelegramChannel(parley, { bot, queueId: support.id });
  await parley.admin.ok('PATCH', `/api/channels/${telegram.id}`, { name: 'Northwind on Telegram' });
  const whatsapp = await whatsappChannel();
  const facebook = await facebookPage();
  await createAction(parley, { queueId: support.id, process: 'CreateCaseFromChat', name: 'Open a case' });
  await quickReplies();

  await earlierChats(parley, { shop, operators: [ivo.client, hana.client, olga.client], chatOnce, age });

  await hana.client.setStatus('active');
  await ivo.client.setStatus('active');
  await ivosChats();
  // Of three with room, Olga has most of it: the routing log has something to tell.
  const amelia = await ameliasChat();
  for (const each of [ivo, hana]) await each.client.setStatus('inactive');
  await kenjisChat();
  await leilasChat();
  await olga.client.setStatus('active');
  await offeredToOlga();
  await waitingChats();
  await parley.storage.operators.model.updateOne(
    { _id: samir.client.userId },
    { $set: { reason: 'missed_offer', changedAt: new Date(Date.now() - 11 * 60_000) } },
  );

  const since = [
    [olga, 132],
    [ivo, 128],
    [hana, 47],
  ] as const;
  for (const [{ client }, minutes] of since)
    await parley.storage.operators.model.updateOne(
      { _id: client.userId },
      { $set: { changedAt: new Date(Date.now() - minutes * 60_000) } },
    );
  const { id: sofia } = await chatOnce(shop.id, 'Sofia Rossi');

  /** A client's question on the page is answered. */
  async function answer(question: string, text: string, isFirst: boolean): Promise<void> {
    if (isFirst) {
      const { id } = await eventually('the chat has begun', async () =>
        (await chatsOf(parley, talk.id)).find(({ lastMessage }) => lastMessage?.text === question),
      );
      await parley.admin.ok('POST', `/api/chats/${id}/transfer`, { operatorId: hana.client.userId });
    }
    const { id } = await eventually('the question is there', async () =>
      (await chatsOf(parley, talk.id)).find(({ lastMessage }) => lastMessage?.text === question),
    );
    await hana.client.say(id, text);
  }

  const smallTalk = [
    ['Good morning! Do you repair rucksacks too?', 'Good morning! We do: zips, straps and seams.'],
    ['Great. What does a new zip cost?', 'About 25 euros. Bring it to the shop, or send it to us.'],
  ] as const;

  return { olga: olga.login, nora: nora.login, amelia, sofia, page: talk.id, smallTalk, answer };

  async function colleague(login: string, name: string, permissions: string[] = []): Promise<Colleague> {
    await parley.admin.ok('POST', '/api/users', { login, name, password, permissions, roleIds: [] });
    return { login, client: await parley.anonymous.login(login, password) };
  }

  function webchat(name: string, queueId: string): Promise<Named> {
    return parley.admin.ok('POST', '/api/channels', {
      ...{ provider: 'webchat', name, settings: {}, active: true, queueId, language: 'en' },
    });
  }

  async function whatsappChannel() {
    const account = parley.twilio.createAccount();
    const sender = account.createSender('+14155550142');
    const confirming = account.person('+4915100000001', 'Northwind');
    await confirming.write(sender, 'Hello', { at: new Date(Date.now() - 3 * 3_600_000) });
    leadTo(sender, parley.base);
    const { id } = await parley.admin.ok<Named>('POST', '/api/channels', {
      provider: 'whatsapp',
      name: 'Northwind on WhatsApp',
      settings: {
        ...{ phoneNumber: sender.number, confirmationPhoneNumber: confirming.id },
        ...{ accountSid: account.sid, authToken: account.authToken },
      },
      queueId: support.id,
      language: 'en',
    });
    await parley.admin.ok('POST', `/api/channels/${id}/connect`);
    await parley.admin.ok('PATCH', `/api/channels/${id}`, { active: true });
    return { id, account, sender };
  }

  async function facebookPage() {
    const page = parley.facebook.createPage({ name: 'Northwind Outdoor' });
    const [channel] = await connectPages(parley.admin, [page]);
    if (channel === undefined) throw new Error('the page is no channel');
    await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: true, queueId: support.id });
    await parley.facebook.app.webhook.verify(`${parley.base}/webhooks/facebook`, parley.facebook.verifyToken);
    return { id: channel.id, page };
  }

  async function quickReplies(): Promise<void> {
    const replies = [
      ['Greeting', 'Good morning! How can I help you?'],
      ['Parcel on its way', 'Your parcel has left our warehouse and should be with you within two working days.'],
      ['Return label', 'I have sent a return label to your e-mail address. Please put it on the outside of the box.'],
      ['Anything else', 'Is there anything else that I can do for you?'],
    ];
    for (const [title, text] of replies)
      await parley.admin.ok('POST', '/api/quick-replies', { title, text, language: 'en' });
  }

  /** The chat that has begun in a channel, once it stands as wanted. */
  function chatOnce(channelId: string, name: string, fits: (chat: ApiChat) => boolean = () => true): Promise<ApiChat> {
    return eventually(`the chat of ${name} is there`, async () =>
      (await chatsOf(parley, channelId)).find((chat) => chat.contact.name === name && fits(chat)),
    );
  }

  /** Nobody but him is given the chat. */
  async function taken(by: Colleague, channelId: string, name: string): Promise<string> {
    await by.client.setStatus('active');
    const { id } = await chatOnce(channelId, name, ({ status }) => status === 'offered');
    await by.client.accept(id);
    await by.client.setStatus('inactive');
    return id;
  }

  /** As if it had begun so long ago. */
  async function age(chatId: string, minutes: number): Promise<void> {
    const { chats, messages, routingLog } = parley.storage;
    const back = (path: string) => ({ $subtract: [path, minutes * 60_000] });
    const backOr = (path: string) => ({ $cond: [{ $eq: [path, null] }, null, back(path)] });
    await chats.model.collection.updateOne({ _id: chatId as never }, [
      {
        $set: {
          createdAt: back('$createdAt'),
          acceptedAt: backOr('$acceptedAt'),
          completedAt: backOr('$completedAt'),
          'lastMessage.timestamp': back('$lastMessage.timestamp'),
        },
      },
    ]);
    await messages.model.collection.updateMany({ chatId }, [{ $set: { timestamp: back('$timestamp') } }]);
    await routingLog.model.collection.updateMany({ chatId }, [{ $set: { at: back('$at') } }]);
  }

  /** As if it had been said in this order, a while between one and the next, so long ago. */
  async function spread(chatId: string, minutesAgo: number, said: readonly string[]): Promise<void> {
    const { chats, messages, routingLog } = parley.storage;
    const began = Date.now() - minutesAgo * 60_000;
    const at = (steps: number) => new Date(began + steps * 50_000);
    const last = said.length - 1;
    for (const [index, text] of said.entries())
      await messages.model.collection.updateMany(
        { chatId, text },
        { $set: { timestamp: at(index), orderKey: orderKey(at(index), index) } },
      );
    const entries = await routingLog.model.collection.find({ chatId }).sort({ at: 1 }).toArray();
    for (const [index, { _id }] of entries.entries())
      await routingLog.model.collection.updateOne({ _id }, { $set: { at: at(0.1 + index * 0.4) } });
    const newest = await messages.model.collection.findOne({ chatId, text: said[last] ?? '' });
    const times = { createdAt: at(0), acceptedAt: at(0.5), 'lastMessage.timestamp': at(last) };
    const place = { 'lastMessage.orderKey': orderKey(at(last), last) };
    const what = {
      ...{ 'lastMessage.id': newest?._id, 'lastMessage.text': newest?.text },
      'lastMessage.direction': newest?.direction,
    };
    await chats.model.collection.updateOne({ _id: chatId as never }, { $set: { ...times, ...place, ...what } });
  }

  async function ameliasChat(): Promise<string> {
    const client = bot.client({ firstName: 'Amelia', lastName: 'Clarke' });
    client.sendText(amelias[0]);
    const chatId = await taken(olga, telegram.id, 'Amelia Clarke');
    const read = () => olga.client.conversation(chatId);
    await said(chatId, amelias[1]);
    client.sendPhoto({ bytes: photo, caption: amelias[2] });
    await eventually('the picture is there', async () =>
      (await read()).some(({ attachments }) => attachments[0]?.status === 'stored'),
    );
    await said(chatId, amelias[3]);
    await said(chatId, amelias[4]);
    client.sendText(amelias[5]);
    client.sendText(amelias[6]);
    await eventually('all is there', async () => (await read()).length === 7);
    const actions = await olga.client.ok<{ items: Named[] }>('GET', `/api/chats/${chatId}/actions`);
    const { body } = await runAction(olga.client, chatId, actions.items[0]?.id ?? '');
    await untilEnded(olga.client, { chatId, processId: body.processId });
    const [opened] = (await olga.client.ok<{ items: Named[] }>('GET', '/api/cases')).items;
    await olga.client.ok('PATCH', `/api/cases/${opened?.id}`, {
      ...{ status: 'in_progress', subject: 'Broken tent pole, replacement sent' },
      notes:
        'Trek 2 tent, pole set B. Replacement by courier, to arrive on Friday.\nAsk on Monday whether all is well.',
    });
    await spread(chatId, 14, amelias);
    return chatId;
  }

  async function kenjisChat(): Promise<void> {
    const person = whatsapp.account.person('+819012345678', 'Kenji Watanabe');
    await person.write(whatsapp.sender, kenjis[0]);
    const chatId = await taken(olga, whatsapp.id, 'Kenji Watanabe');
    await said(chatId, kenjis[1]);
    await person.write(whatsapp.sender, kenjis[2]);
    await eventually('all is there', async () => (await olga.client.conversation(chatId)).length === 3);
    await spread(chatId, 8, kenjis);
  }

  async function leilasChat(): Promise<void> {
    const client = facebook.page.client({ firstName: 'Leila', lastName: 'Haddad' });
    client.sendText(leilas[0]);
    const chatId = await taken(olga, facebook.id, 'Leila Haddad');
    await said(chatId, leilas[1]);
    await olga.client.ok('POST', `/api/chats/${chatId}/read`);
    await spread(chatId, 5, leilas);
  }

  async function ivosChats(): Promise<void> {
    for (const [name, text] of [
      ['Jonas Keller', 'I cannot sign in since yesterday.'],
      ['Priya Raman', 'Do you have an invoice for order 20881?'],
    ] as const) {
      await write(shop.id, name, text);
      const { id } = await chatOnce(shop.id, name, ({ status }) => status === 'offered');
      for (const each of [ivo, hana]) await each.client.accept(id);
      await age(id, 35);
    }
  }

  async function offeredToOlga(): Promise<void> {
    const client = bot.client({ firstName: 'Tomás', lastName: 'Ferreira' });
    client.sendText('Hi, the tracking page says “returned to sender”. What happens with my parcel now?');
    await chatOnce(telegram.id, 'Tomás Ferreira', ({ status }) => status === 'offered');
    for (const each of [ivo, hana]) await each.client.setStatus('active');
  }

  async function waitingChats(): Promise<void> {
    await write(salesPage.id, 'Björn Åkesson', 'We are a climbing club of 40. Is there a discount for groups?');
    await write(salesPage.id, 'Chloé Martin', 'Which of the two stoves is lighter?');
    await write(returnsPage.id, 'Marek Zieliński', 'I have sent the boots back ten days ago. Where is my money?');
    const { id } = await chatOnce(returnsPage.id, 'Marek Zieliński', ({ status }) => status === 'waiting');
    await age(id, 9);
    const { id: club } = await chatOnce(salesPage.id, 'Björn Åkesson');
    await age(club, 2);
  }

  async function write(channelId: string, name: string, text: string): Promise<void> {
    const visitor = await Visitor.arrive(parley, channelId, name);
    await visitor.write(text, randomUUID());
    await chatOnce(channelId, name);
  }

  async function said(chatId: string, text: string): Promise<void> {
    const { id } = await olga.client.say(chatId, text);
    await eventually('the answer is sent', async () => {
      const status = (await olga.client.conversation(chatId)).find((message) => message.id === id)?.deliveryStatus;
      return status !== 'pending' && status !== null;
    });
  }
}
