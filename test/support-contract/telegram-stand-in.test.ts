import { Api } from 'grammy';
import { sampleFiles } from '../support/sample-files';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';

let standIn: TelegramStandIn;
let bot: StandInBot;
let api: Api;

beforeAll(async () => {
  standIn = await startTelegramStandIn();
});

afterAll(() => standIn.stop());

beforeEach(() => {
  bot = standIn.createBot({ firstName: 'Support' });
  api = new Api(bot.token, { apiRoot: standIn.root });
});

async function fetchJson(path: string, init?: RequestInit) {
  const response = await fetch(`${standIn.root}${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('Telegram stand-in: who may call what', () => {
  it('names the bot to the holder of its token', async () => {
    expect(await api.getMe()).toMatchObject({
      id: bot.id,
      is_bot: true,
      first_name: 'Support',
      username: bot.username,
    });
  });

  it('answers 401 to an unknown token and 404 to one that can be no token', async () => {
    const unknown = await fetchJson(`/bot42:${'x'.repeat(35)}/getMe`);
    expect(unknown).toEqual({ status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } });
    expect((await fetchJson('/bot42:short/getMe')).status).toBe(404);
  });

  it('answers 404 to an unknown method', async () => {
    const answer = await fetchJson(`/bot${bot.token}/setMyMood`);
    expect(answer).toEqual({ status: 404, body: { ok: false, error_code: 404, description: 'Not Found' } });
  });

  it('answers 401 once the token is revoked', async () => {
    bot.revokeToken();
    await expect(api.getMe()).rejects.toMatchObject({ error_code: 401, description: 'Unauthorized' });
  });

  it('takes parameters from the query, urlencoded, JSON and multipart, and a method in any case', async () => {
    const client = bot.client({ firstName: 'Ada' });
    const send = `/bot${bot.token}/SENDmessage`;
    const form = new FormData();
    form.set('chat_id', String(client.id));
    form.set('text', 'multipart');
    await fetchJson(`${send}?chat_id=${client.id}&text=query`);
    await fetchJson(send, { method: 'POST', body: new URLSearchParams({ chat_id: String(client.id), text: 'form' }) });
    await fetchJson(send, { method: 'POST', body: form });
    await api.sendMessage(client.id, 'json');
    expect(client.received.map(({ text }) => text)).toEqual(['query', 'form', 'multipart', 'json']);
    expect(bot.sent.map(({ method, params }) => [method, params.text])).toContainEqual(['sendMessage', 'multipart']);
  });
});

describe('Telegram stand-in: what people do', () => {
  it('numbers messages inside a conversation and updates over all of them', async () => {
    const [ada, bob] = [bot.client({ firstName: 'Ada' }), bot.client({ firstName: 'Bob' })];
    const first = ada.sendText('hello', { date: new Date(1_700_000_000_900) });
    const second = bob.sendText('hi');
    const third = ada.sendText('again', { replyTo: first.message.message_id });
    expect([first, second, third].map(({ message }) => message.message_id)).toEqual([1, 1, 2]);
    expect(third.update_id).toBe(first.update_id + 2);
    expect(await api.getUpdates()).toMatchObject([
      {
        message: {
          message_id: 1,
          date: 1_700_000_000,
          text: 'hello',
          chat: { id: ada.id, type: 'private', first_name: 'Ada' },
          from: { id: ada.id, is_bot: false, language_code: 'en' },
        },
      },
      { message: { text: 'hi', chat: { id: bob.id } } },
      { message: { text: 'again', reply_to_message: { message_id: 1, text: 'hello' } } },
    ]);
  });

  it('carries every kind of content in its own field', async () => {
    const ada = bot.client({ firstName: 'Ada' });
    const sent = {
      photo: ada.sendPhoto({ bytes: sampleFiles.jpeg.bytes, caption: 'look' }),
      voice: ada.sendVoice(),
      audio: ada.sendAudio({ title: 'Song' }),
      video: ada.sendVideo(),
      video_note: ada.sendVideoNote(),
      animation: ada.sendAnimation(),
      document: ada.sendDocument({ ...sampleFiles.text }),
      sticker: ada.sendSticker(),
      location: ada.sendLocation({ latitude: 52.5, longitude: 13.4 }),
      contact: ada.sendContact({ phoneNumber: '+491', firstName: 'Eve' }),
      dice: ada.sendDice(),
      poll: ada.sendPoll('Tea?', ['yes', 'no']),
    };
    for (const [field, { message }] of Object.entries(sent)) expect(message).toHaveProperty(field);
    expect(sent.photo.message.photo).toHaveLength(3);
    expect(sent.photo.message.photo?.at(-1)?.file_size).toBe(sampleFiles.jpeg.bytes.length);
    expect(sent.document.message.document).toMatchObject({ file_name: 'notes.txt', mime_type: 'text/plain' });
    expect(await api.getUpdates()).toHaveLength(12);
  });

  it('tells of edits, and of blocking', async () => {
    const ada = bot.client({ firstName: 'Ada' });
    const { message } = ada.sendText('helo');
    ada.edit(message.message_id, 'hello');
    ada.editCaption(ada.sendPhoto({ caption: 'a' }).message.message_id, 'b');
    ada.blockBot();
    expect(await api.getUpdates({ offset: -4 })).toMatchObject([
      { edited_message: { message_id: 1, text: 'hello', edit_date: expect.any(Number) } },
      { message: { caption: 'a' } },
      { edited_message: { caption: 'b' } },
      { my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } } },
    ]);
  });

  it('shows the profile and its photo', async () => {
    const ada = bot.client({ firstName: 'Ada', username: 'ada', photo: sampleFiles.jpeg.bytes });
    const { total_count, photos } = await api.getUserProfilePhotos(ada.id);
    expect(total_count).toBe(1);
    const chat = await api.getChat(ada.id);
    expect(chat).toMatchObject({ first_name: 'Ada', username: 'ada', type: 'private' });
    expect(chat.photo?.big_file_id).toBe(photos[0]?.at(-1)?.file_id);
    await expect(api.getUserProfilePhotos(1)).rejects.toMatchObject({ description: 'Bad Request: user not found' });
    await expect(api.getChat(1)).rejects.toMatchObject({ description: 'Bad Request: chat not found' });
  });
});

describe('Telegram stand-in: downloads', () => {
  it('gives a file at the path that getFile names, for an hour', async () => {
    const { message } = bot.client({ firstName: 'Ada' }).sendDocument();
    const file = await api.getFile(message.document?.file_id ?? '');
    const address = `${standIn.root}/file/bot${bot.token}/${file.file_path}`;
    const response = await fetch(address);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(sampleFiles.pdf.bytes);
    bot.expireFilePaths();
    expect((await fetch(address)).status).toBe(404);
  });

  it('gives nothing to another token, and nothing above 20 MB', async () => {
    const ada = bot.client({ firstName: 'Ada' });
    const small = await api.getFile(ada.sendVoice().message.voice?.file_id ?? '');
    const other = standIn.createBot();
    expect((await fetch(`${standIn.root}/file/bot${other.token}/${small.file_path}`)).status).toBe(404);
    const big = ada.sendVideo({ sizeBytes: 20 * 1024 * 1024 + 1 }).message.video?.file_id ?? '';
    await expect(api.getFile(big)).rejects.toMatchObject({ description: 'Bad Request: file is too big' });
    await expect(api.getFile('nonsense')).rejects.toMatchObject({ description: 'Bad Request: invalid file_id' });
  });
});

describe('Telegram stand-in: control from another process', () => {
  it('creates a bot and a client, and shows what was sent', async () => {
    const post = (path: string, body: unknown) =>
      fetchJson(`/stand-in${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const { token } = (await post('/bots', {})).body;
    const { id } = (await post(`/bots/${token}/clients`, { firstName: 'Ada' })).body;
    await post(`/clients/${id}/texts`, { text: 'hello' });
    const remote = new Api(String(token), { apiRoot: standIn.root });
    expect(await remote.getUpdates()).toMatchObject([{ message: { text: 'hello' } }]);
    await remote.sendMessage(Number(id), 'answer');
    expect((await fetchJson(`/stand-in/bots/${token}/sent`)).body).toMatchObject([{ params: { text: 'answer' } }]);
  });
});

it('Telegram stand-in: has a clock of its own, which messages and replies are stamped by', async () => {
  standIn.clock.setAhead(-3_600_000);
  try {
    const { message } = bot.client({ firstName: 'Ada' }).sendText('Hello');
    const response = await fetch(`${standIn.root}/bot${bot.token}/getMe`);
    const anHourAgo = Date.now() - 3_600_000;
    for (const told of [message.date * 1000, Date.parse(response.headers.get('date') ?? '')])
      expect(Math.abs(told - anHourAgo)).toBeLessThan(60_000);
  } finally {
    standIn.clock.setAhead(0);
  }
});
