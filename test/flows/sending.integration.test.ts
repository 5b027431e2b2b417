import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ApiMessage, Reply } from '../support/api-client';
import { begun } from '../support/begun';
import { eventually } from '../support/eventually';
import { isFailed, isSent, messageOnce, type TelegramInWork, telegramInWork } from '../support/in-work';
import { type Parley, startParley } from '../support/parley';
import { type SampleFile, sampleFiles } from '../support/sample-files';
import type { Fault } from '../support/telegram/faults';

let parley: Parley;
let work: TelegramInWork;
let failsToOpen = 0;

beforeAll(async () => {
  parley = await startParley();
  const { storage } = parley;
  const files: typeof storage.files = {
    ...storage.files,
    async open(id) {
      failsToOpen -= 1;
      if (failsToOpen >= 0) throw new Error('the store fails, as a test told it to');
      return storage.files.open(id);
    },
  };
  await parley.startWorker({ storage: { ...storage, files } });
});

/** Each test of the group has a chat of its own in work. */
const eachInItsOwnChat = () =>
  beforeEach(async () => {
    work = await telegramInWork(parley);
  });

afterAll(() => parley.stop());

/** More often than is tried before the test has seen what it looks for. */
const untilCleared = 1_000;

const badGateway = { status: 502, body: { ok: false, error_code: 502, description: 'Bad Gateway' } };

const textsSent = (bot = work.bot) => bot.sent.map(({ params }) => params.text);
const sendCalls = (bot = work.bot) => bot.calls.filter(({ method }) => method === 'sendMessage');

function formOf(files: SampleFile[], fields: Record<string, string> = {}, field = 'attachments'): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { bytes, fileName, mediaType } of files)
    form.append(field, new Blob([new Uint8Array(bytes)], { type: mediaType }), fileName);
  return form;
}

function post(body: unknown, headers?: Record<string, string>): Promise<Reply<ApiMessage & { code?: string }>> {
  return work.operator.call('POST', `/api/chats/${work.chatId}/messages`, body, headers);
}

const askedToWait = begun(async () => {
  const scene = await telegramInWork(parley);
  const { operator, bot, chatId } = scene;
  await operator.say(chatId, 'answer 0');
  await bot.waitForSent(1);
  bot.failNext('sendMessage', { kind: '429', retryAfter: 2 }, untilCleared);
  const waiting = await operator.say(chatId, 'answer 1');
  for (let index = 2; index < 10; index += 1) await operator.say(chatId, `answer ${index}`);

  const isWaiting = ({ deliveryStatus, failure }: ApiMessage) => deliveryStatus === 'pending' && failure !== null;
  const shown = await messageOnce(scene, waiting, 'says that it waits', isWaiting);
  const sentMeanwhile = textsSent(bot);
  bot.clearFaults();
  await bot.waitForSent(10);
  return { bot, shown, sentMeanwhile, sent: await messageOnce(scene, waiting, 'is sent', isSent) };
});

/** Together longer than whoever sends may be silent. */
const slowTexts = Array.from({ length: 8 }, (_, index) => `slow ${index}`);

const slowlySent = begun(async () => {
  const { operator, bot, chatId } = await telegramInWork(parley);
  const slowlyMs = 1_500;
  const holds = slowTexts.map(() => bot.holdNext('sendMessage', 'acceptance'));
  for (const text of slowTexts) await operator.say(chatId, text);
  for (const release of holds) {
    await release.arrived;
    await sleep(slowlyMs);
    release();
  }
  await bot.waitForSent(slowTexts.length);
  const shown = await eventually('all are sent', async () => {
    const answers = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
    return answers.length === slowTexts.length && answers.every(isSent) && answers;
  });
  return { bot, shown };
});

describe('order', () => {
  eachInItsOwnChat();

  test('answers written at the same time go out in the order in which the conversation shows them', async () => {
    const { operator, bot, chatId } = work;
    await Promise.all(Array.from({ length: 15 }, (_, index) => operator.say(chatId, `at once ${index}`)));
    await bot.waitForSent(15);
    const shown = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
    expect(textsSent()).toEqual(shown.map(({ text }) => text));
  });

  test('what was written right before the chat was closed is still sent', async () => {
    const { operator, bot, chatId } = work;
    const release = bot.holdNext('sendMessage', 'acceptance');
    for (const text of ['one', 'two', 'three']) await operator.say(chatId, text);
    await release.arrived;
    expect((await operator.close(chatId)).body).toMatchObject({ status: 'completed' });
    release();
    await bot.waitForSent(3);
    expect(textsSent()).toEqual(['one', 'two', 'three']);
  });
});

describe('failures', () => {
  eachInItsOwnChat();

  test('a client who has blocked the bot: the answer fails at once with the reason, the next goes on, and sending again works', async () => {
    const { operator, bot, client, chatId } = work;
    client.blockBot();
    const refused = await operator.say(chatId, 'Are you there?');
    const failed = await messageOnce(work, refused, 'fails', isFailed);
    expect(failed.failure?.reason).toMatch(/blocked/i);
    expect(sendCalls()).toHaveLength(1);

    client.unblockBot();
    await operator.say(chatId, 'next');
    await bot.waitForSent(1);
    const again = await operator.call<ApiMessage>('POST', `/api/chats/${chatId}/messages/${refused.id}/resend`);
    expect(again).toMatchObject({ status: 202, body: { deliveryStatus: 'pending', failure: null } });
    await bot.waitForSent(2);
    expect(textsSent()).toEqual(['next', 'Are you there?']);
    expect(await messageOnce(work, refused, 'is sent', isSent)).toMatchObject({ failure: null });

    const twice = await operator.call<{ code: string }>('POST', `/api/chats/${chatId}/messages/${refused.id}/resend`);
    expect(twice).toMatchObject({ status: 409, body: { code: 'message_not_failed' } });
  });

  test('a fault of Telegram’s own is waited out, and the message, which it may have taken before, is sent and marked', async () => {
    const { operator, bot, chatId } = work;
    bot.failNext('*', { kind: 'status', code: 502 }, untilCleared);
    const message = await operator.say(chatId, 'once');
    await messageOnce(work, message, 'shows why it waits', ({ failure }) => failure?.code === 'trying_again');
    expect(sendCalls()).toHaveLength(1);
    bot.clearFaults();
    const sent = await messageOnce(work, message, 'is sent', isSent);
    expect(sent).toMatchObject({ failure: null, possiblyRepeated: true });
    expect(textsSent()).toEqual(['once']);
  });

  test('a connection that breaks before Telegram took the message: it is sent once', async () => {
    const { operator, bot, chatId } = work;
    bot.failNext('sendMessage', { kind: 'dropBefore' });
    await messageOnce(work, await operator.say(chatId, 'once'), 'is sent', isSent);
    expect(textsSent()).toEqual(['once']);
  });

  test.each<[string, Fault]>([
    ['a connection that breaks', { kind: 'dropAfter' }],
    ['502 as JSON', { kind: 'spoilt', answer: badGateway, taken: true }],
  ])('%s after Telegram took the message: it is repeated exactly once, and says so', async (_what, fault) => {
    const { operator, bot, chatId } = work;
    bot.failNext('sendMessage', fault);
    const message = await operator.say(chatId, 'twice');
    expect(await messageOnce(work, message, 'is sent', isSent)).toMatchObject({ possiblyRepeated: true });
    await operator.say(chatId, 'next');
    await bot.waitForSent(3);
    expect(textsSent()).toEqual(['twice', 'twice', 'next']);
  });

  test('when nobody can say after the repeat either, the message is failed, is not sent a third time, and holds nothing up', async () => {
    const { operator, bot, chatId } = work;
    bot.failNext('sendMessage', { kind: 'dropAfter' }, 2);
    const message = await operator.say(chatId, 'uncertain');
    const failed = await messageOnce(work, message, 'fails', isFailed);
    expect(failed).toMatchObject({ possiblyRepeated: true, failure: { code: 'delivery_unknown' } });
    await operator.say(chatId, 'next');
    await bot.waitForSent(3);
    expect(textsSent()).toEqual(['uncertain', 'uncertain', 'next']);

    // Whoever sends it again knows; whoever reads it later is told.
    await operator.ok('POST', `/api/chats/${chatId}/messages/${message.id}/resend`);
    expect(await messageOnce(work, message, 'is sent', isSent)).toMatchObject({
      failure: null,
      possiblyRepeated: true,
    });
    expect(textsSent()).toEqual(['uncertain', 'uncertain', 'next', 'uncertain']);
  });

  test('a token that Telegram no longer knows fails the message at once, and the channel says why', async () => {
    const { operator, bot, chatId, channel } = work;
    bot.revokeToken();
    const message = await operator.say(chatId, 'Hello?');
    const failed = await messageOnce(work, message, 'fails', isFailed);
    expect(failed.failure).toMatchObject({ code: 'channel_unauthorized', reason: expect.stringContaining('token') });
    await eventually('the channel says so', async () => {
      const { health } = await parley.admin.ok<{ health: { status: string } }>('GET', `/api/channels/${channel.id}`);
      return health.status === 'unauthorized';
    });
  });
});

test('SendMessage repeated with its Idempotency-Key, also at the same time, is one message and one call to the messenger', async () => {
  work = await telegramInWork(parley);
  const { operator, bot, chatId } = work;
  const headers = { 'Idempotency-Key': randomUUID() };
  const replies = await Promise.all(Array.from({ length: 8 }, () => post({ text: 'once' }, headers)));
  const later = await post({ text: 'once' }, headers);

  const accepted = [...replies, later].filter(({ status }) => status === 202);
  expect(accepted).toContain(later);
  expect(new Set(accepted.map(({ body }) => body.id)).size).toBe(1);
  const others = replies.filter(({ status }) => status !== 202);
  expect(others.filter(({ body }) => body.code !== 'request_in_progress')).toEqual([]);

  await operator.say(chatId, 'end');
  await bot.waitForSent(2);
  expect(textsSent()).toEqual(['once', 'end']);
  expect(await operator.conversation(chatId)).toHaveLength(3);
});

describe('files', () => {
  eachInItsOwnChat();

  test.each([
    { file: sampleFiles.pdf, method: 'sendDocument' },
    { file: { ...sampleFiles.png, fileName: 'räkning №7.png' }, method: 'sendPhoto' },
  ])('$file.fileName sent as a form reaches the client with its bytes, name and caption', async ({ file, method }) => {
    const { status, body } = await post(formOf([file], { text: 'See here' }));
    expect(status).toBe(202);
    expect(body.attachments).toMatchObject([{ fileName: file.fileName, mediaType: file.mediaType, status: 'stored' }]);
    const [sent] = await work.bot.waitForSent(1);
    expect(sent).toMatchObject({ method, params: { caption: 'See here' }, files: [{ fileName: file.fileName }] });
    expect(sent?.files[0]?.bytes.equals(file.bytes)).toBe(true);
    await messageOnce(work, body, 'is sent', isSent);
  });

  test('a file that was uploaded before is sent by its id, and again after a failure with the same bytes', async () => {
    const { operator, bot } = work;
    const file = await operator.ok<{ id: string }>('POST', '/api/files', formOf([sampleFiles.ogg], {}, 'file'));
    bot.failNext('sendVoice', { kind: 'status', code: 500 });
    const { status, body } = await post({ fileIds: [file.id] });
    expect(status).toBe(202);
    await messageOnce(work, body, 'is sent', isSent);
    const [sent, ...more] = bot.sent;
    expect(more).toEqual([]);
    expect(sent).toMatchObject({ method: 'sendVoice', files: [{ fileName: 'voice.ogg' }] });
    expect(sent?.files[0]?.bytes.equals(sampleFiles.ogg.bytes)).toBe(true);
  });
});

describe('an answer that is more than one message takes', () => {
  eachInItsOwnChat();

  type Sent = ApiMessage & { followedBy: ApiMessage[] };
  const long = 'x'.repeat(1_025);
  const send = (body: unknown, headers?: Record<string, string>) =>
    work.operator.call<Sent>('POST', `/api/chats/${work.chatId}/messages`, body, headers);
  const said = () => work.bot.sent.map(({ method, params }) => [method, params.text ?? params.caption]);

  test('a text that is longer than a caption goes out before its file, and only the text replies', async () => {
    const { operator, client, chatId } = work;
    client.sendText('Which one?');
    const asked = await eventually('the question is there', async () => (await operator.conversation(chatId))[1]);
    const { status, body } = await send(formOf([sampleFiles.png], { text: long, replyToMessageId: asked.id }));
    expect(status).toBe(202);
    await work.bot.waitForSent(2);
    expect(said()).toEqual([
      ['sendMessage', long],
      ['sendPhoto', undefined],
    ]);
    expect(work.bot.sent.map(({ params }) => params.reply_parameters !== undefined)).toEqual([true, false]);
    const stored = (await operator.conversation(chatId)).slice(2);
    expect(stored.map(({ id, text }) => [id, text])).toEqual([
      [body.id, long],
      [body.followedBy[0]?.id, ''],
    ]);
  });

  test('several texts in one go are stored and sent in their order, before the files', async () => {
    await send(formOf([sampleFiles.pdf], { text: 'one', furtherTexts: 'two' }));
    await send({ text: 'three', furtherTexts: ['four', 'five'] });
    await work.bot.waitForSent(6);
    expect(said().map(([, text]) => text)).toEqual(['one', 'two', undefined, 'three', 'four', 'five']);
  });

  test('with an Idempotency-Key that is repeated, also at the same time, each of its messages goes out once', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const form = () => formOf([sampleFiles.png], { text: long });
    const replies = await Promise.all(Array.from({ length: 4 }, () => send(form(), headers)));
    const later = await send(form(), headers);
    const accepted = [...replies, later].filter(({ status }) => status === 202);
    expect(accepted).toContain(later);
    const ids = accepted.map(({ body }) => [body.id, ...body.followedBy.map(({ id }) => id)].join());
    expect(new Set(ids).size).toBe(1);
    await work.operator.say(work.chatId, 'end');
    await work.bot.waitForSent(3);
    expect(said().map(([method]) => method)).toEqual(['sendMessage', 'sendPhoto', 'sendMessage']);
    expect(await work.operator.conversation(work.chatId)).toHaveLength(4);
  });

  test('whose file is refused has its text delivered, and the file can be sent again by itself', async () => {
    work.bot.failNext('sendPhoto', { kind: 'status', code: 403 });
    const { body } = await send(formOf([sampleFiles.png], { text: long }));
    const [file] = body.followedBy;
    if (file === undefined) throw new Error('the file follows its text');
    await messageOnce(work, file, 'fails', isFailed);
    await messageOnce(work, body, 'is sent', isSent);
    await work.operator.ok('POST', `/api/chats/${work.chatId}/messages/${file.id}/resend`);
    await messageOnce(work, file, 'is sent', isSent);
    expect(said().map(([method]) => method)).toEqual(['sendMessage', 'sendPhoto']);
  });
});

test('that our own store could not open a file is no doubt about what Telegram got: the message is sent once and unmarked', async () => {
  work = await telegramInWork(parley);
  const file = await work.operator.ok<{ id: string }>('POST', '/api/files', formOf([sampleFiles.pdf], {}, 'file'));
  failsToOpen = 2;
  const { body } = await post({ fileIds: [file.id] });
  expect(await messageOnce(work, body, 'is sent', isSent)).toMatchObject({ possiblyRepeated: false });
  expect(failsToOpen).toBeLessThan(0);
  expect(work.bot.sent).toHaveLength(1);
});

describe('limits', () => {
  beforeAll(async () => {
    work = await telegramInWork(parley);
  });

  async function kept(operator: ApiClient) {
    const { files, messages } = parley.storage;
    return {
      files: await files.model.countDocuments(),
      messages: await messages.model.countDocuments({ channelId: work.channel.id }),
      shown: (await operator.conversation(work.chatId)).length,
    };
  }

  test('an empty file is refused by its name, in a form as well as by itself', async () => {
    const nothing = { ...sampleFiles.png, fileName: 'nothing.png', bytes: Buffer.alloc(0) };
    const before = await kept(work.operator);
    for (const [path, field] of [
      [`/api/chats/${work.chatId}/messages`, 'attachments'],
      ['/api/files', 'file'],
    ] as const) {
      const reply = await work.operator.call('POST', path, formOf([nothing], {}, field));
      expect(reply).toMatchObject({
        status: 400,
        body: { errors: { [field]: expect.stringMatching(/^nothing\.png is empty\./) } },
      });
    }
    expect(await kept(work.operator)).toEqual(before);
  });

  test.each([
    { what: 'a text that is too long', body: () => ({ text: 'x'.repeat(4097) }) },
    {
      what: 'a text that is too long beside a file',
      body: () => formOf([sampleFiles.png], { text: 'x'.repeat(4097) }),
    },
    { what: 'one of several texts that is too long', body: () => ({ text: 'x', furtherTexts: ['x'.repeat(4097)] }) },
    { what: 'two files where one is taken', body: () => formOf([sampleFiles.png, sampleFiles.pdf]) },
    { what: 'nothing at all', body: () => ({ text: '  ' }) },
  ])('$what is refused in words before anything is stored', async ({ body }) => {
    const before = await kept(work.operator);
    const { status, body: problem } = await post(body());
    expect({ status, problem }).toMatchObject({ status: 422, problem: { code: 'message_refused' } });
    expect(await kept(work.operator)).toEqual(before);
    expect(work.bot.sent).toEqual([]);
  });

  test('a text of just the length that Telegram takes is sent', async () => {
    expect((await post({ text: 'x'.repeat(4096) })).status).toBe(202);
    await work.bot.waitForSent(1);
  });
});

describe('waiting', () => {
  test('when Telegram asks to wait, the message waits as long as told, later ones stay behind it, and none is lost', async () => {
    const { bot, shown, sentMeanwhile, sent } = await askedToWait();
    expect(shown.failure).toMatchObject({ code: 'trying_again', reason: expect.stringContaining('2 seconds') });
    expect(sentMeanwhile).toEqual(['answer 0']);
    expect(textsSent(bot)).toEqual(Array.from({ length: 10 }, (_, index) => `answer ${index}`));
    const calls = sendCalls(bot);
    const pausesMs = calls.flatMap(({ at, status }, index) =>
      status === 429 ? [Number(calls[index + 1]?.at) - Number(at)] : [],
    );
    expect(pausesMs.length).toBeGreaterThan(0);
    expect(Math.min(...pausesMs)).toBeGreaterThanOrEqual(2_000);
    expect(sent).toMatchObject({ failure: null, possiblyRepeated: false });
  });

  test('many answers that Telegram is slow to take are sent once each: whoever sends them is not taken for dead', async () => {
    const { bot, shown } = await slowlySent();
    expect(shown.map(({ text, possiblyRepeated }) => [text, possiblyRepeated])).toEqual(
      slowTexts.map((text) => [text, false]),
    );
    expect(textsSent(bot)).toEqual(slowTexts);
  });
});
