import { Api, InputFile } from 'grammy';
import { grownTo, sampleFiles } from '../support/sample-files';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { StandInClient } from '../support/telegram/stand-in-client';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';

const megabyte = 1024 * 1024;

let standIn: TelegramStandIn;
let bot: StandInBot;
let api: Api;
let ada: StandInClient;

beforeAll(async () => {
  standIn = await startTelegramStandIn();
});

afterAll(() => standIn.stop());

beforeEach(() => {
  bot = standIn.createBot();
  api = new Api(bot.token, { apiRoot: standIn.root });
  ada = bot.client({ firstName: 'Ada' });
});

function inputFile({ bytes, fileName }: { bytes: Buffer; fileName: string }): InputFile {
  return new InputFile(bytes, fileName);
}

function refusedWith(error_code: number, description: string) {
  return expect.objectContaining({ error_code, description });
}

describe('Telegram stand-in: texts', () => {
  it('puts a sent message into the conversation and notes it', async () => {
    ada.sendText('hello');
    const message = await api.sendMessage(ada.id, 'Good day', { reply_parameters: { message_id: 1 } });
    expect(message).toMatchObject({ message_id: 2, chat: { id: ada.id }, reply_to_message: { text: 'hello' } });
    expect(message.from?.id).toBe(bot.id);
    expect(bot.sent).toMatchObject([
      { method: 'sendMessage', chatId: ada.id, messageId: 2, params: { text: 'Good day' } },
    ]);
  });

  it.each([
    ['', 'Bad Request: message text is empty'],
    [' \n ', 'Bad Request: text must be non-empty'],
    ['x'.repeat(4097), 'Bad Request: message is too long'],
    ['x'.repeat(40_000), 'Bad Request: text is too long'],
  ])('refuses a text that does not fit (%#)', async (text, description) => {
    await expect(api.sendMessage(ada.id, text)).rejects.toEqual(refusedWith(400, description));
    expect(bot.sent).toHaveLength(0);
  });

  it('counts characters after the marks of HTML are taken out', async () => {
    const text = `<b>${'😀'.repeat(4096)}</b>`;
    const message = await api.sendMessage(ada.id, text, { parse_mode: 'HTML' });
    expect(message.entities).toEqual([{ type: 'bold', offset: 0, length: 8192 }]);
    const unclosed = api.sendMessage(ada.id, '<b>a', { parse_mode: 'HTML' });
    await expect(unclosed).rejects.toMatchObject({ description: expect.stringContaining("can't parse entities") });
  });

  it('refuses a chat it does not know, a person who blocked it, and one whose account is gone', async () => {
    const stranger = bot.client({ firstName: 'Eve', stranger: true });
    await expect(api.sendMessage(stranger.id, 'a')).rejects.toEqual(refusedWith(400, 'Bad Request: chat not found'));
    await expect(api.sendMessage('', 'a')).rejects.toEqual(refusedWith(400, 'Bad Request: chat_id is empty'));
    ada.blockBot();
    await expect(api.sendMessage(ada.id, 'a')).rejects.toEqual(
      refusedWith(403, 'Forbidden: bot was blocked by the user'),
    );
    ada.unblockBot();
    await api.sendMessage(ada.id, 'a');
    ada.deleteAccount();
    await expect(api.sendMessage(ada.id, 'a')).rejects.toEqual(refusedWith(403, 'Forbidden: user is deactivated'));
  });

  it('refuses a reply to what is not there, unless told that this does not matter', async () => {
    const send = (allow_sending_without_reply: boolean) =>
      api.sendMessage(ada.id, 'a', { reply_parameters: { message_id: 99, allow_sending_without_reply } });
    await expect(send(false)).rejects.toEqual(refusedWith(400, 'Bad Request: message to be replied not found'));
    expect(await send(true)).not.toHaveProperty('reply_to_message');
  });

  it('changes its own messages only, and only to something new', async () => {
    const { message_id } = await api.sendMessage(ada.id, 'one');
    const hers = ada.sendText('two').message.message_id;
    expect(await api.editMessageText(ada.id, message_id, 'uno')).toMatchObject({
      text: 'uno',
      edit_date: expect.any(Number),
    });
    const descriptionOf = (id: number) =>
      api.editMessageText(ada.id, id, 'uno').catch(({ description }) => description);
    expect(await descriptionOf(message_id)).toMatch('message is not modified');
    expect(await descriptionOf(hers)).toBe("Bad Request: message can't be edited");
    expect(await descriptionOf(99)).toBe('Bad Request: message to edit not found');
  });

  it('sends places, contacts and chat actions', async () => {
    expect(await api.sendLocation(ada.id, 52.5, 13.4)).toMatchObject({ location: { latitude: 52.5, longitude: 13.4 } });
    expect(await api.sendContact(ada.id, '+491', 'Eve')).toMatchObject({ contact: { phone_number: '+491' } });
    expect(await api.sendChatAction(ada.id, 'typing')).toBe(true);
    expect(bot.sent).toHaveLength(2);
    const unnamed = api.sendContact(ada.id, '+491', '');
    await expect(unnamed).rejects.toEqual(refusedWith(400, 'Bad Request: parameter "first_name" is required'));
  });
});

describe('Telegram stand-in: files', () => {
  it('takes uploads, keeps their bytes and names, and gives them back by file_id', async () => {
    const file = { ...sampleFiles.pdf, fileName: 'Наш договор.pdf' };
    const message = await api.sendDocument(ada.id, inputFile(file), { caption: 'the contract' });
    expect(message).toMatchObject({
      caption: 'the contract',
      document: { file_name: 'Наш договор.pdf', mime_type: 'application/pdf' },
    });
    expect(bot.sent[0]?.files).toMatchObject([{ fileName: 'Наш договор.pdf', bytes: sampleFiles.pdf.bytes }]);
    const again = await api.sendDocument(ada.id, message.document.file_id);
    expect(again.document.file_unique_id).toBe(message.document.file_unique_id);
    const { file_path } = await api.getFile(again.document.file_id);
    const response = await fetch(`${standIn.root}/file/bot${bot.token}/${file_path}`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(sampleFiles.pdf.bytes);
  });

  it('takes a file from the part named like the field', async () => {
    const form = new FormData();
    form.set('chat_id', String(ada.id));
    form.set('photo', new Blob([new Uint8Array(sampleFiles.png.bytes)], { type: 'image/png' }), 'a.png');
    await fetch(`${standIn.root}/bot${bot.token}/sendPhoto`, { method: 'POST', body: form });
    expect(bot.sent).toMatchObject([{ method: 'sendPhoto', files: [{ field: 'photo', mediaType: 'image/png' }] }]);
  });

  it('sends every kind of file', async () => {
    expect(await api.sendPhoto(ada.id, inputFile(sampleFiles.png))).toHaveProperty('photo.2.file_id');
    expect(await api.sendAudio(ada.id, inputFile(sampleFiles.mp3), { title: 'Song' })).toMatchObject({
      audio: { title: 'Song' },
    });
    expect(await api.sendVoice(ada.id, inputFile(sampleFiles.ogg))).toHaveProperty('voice.file_id');
    expect(await api.sendVideo(ada.id, inputFile(sampleFiles.mp4))).toHaveProperty('video.file_id');
    expect(await api.sendSticker(ada.id, inputFile(sampleFiles.webp))).toHaveProperty('sticker.file_id');
    expect(ada.received).toHaveLength(5);
  });

  it('refuses what is too big, empty, missing, no picture, or of another kind', async () => {
    const tooBig = grownTo(sampleFiles.jpeg, 10 * megabyte + 1);
    const { document } = await api.sendDocument(ada.id, inputFile(tooBig));
    const descriptionOf = (call: Promise<unknown>) => call.catch(({ description }) => description);
    expect(await descriptionOf(api.sendPhoto(ada.id, inputFile(tooBig)))).toMatch('is too big for a photo');
    expect(await descriptionOf(api.sendPhoto(ada.id, document.file_id))).toBe(
      "Bad Request: can't use file of type Document as Photo",
    );
    expect(await descriptionOf(api.sendPhoto(ada.id, inputFile(sampleFiles.text)))).toBe(
      'Bad Request: IMAGE_PROCESS_FAILED',
    );
    expect(await descriptionOf(api.sendPhoto(ada.id, ''))).toBe('Bad Request: there is no photo in the request');
    expect(await descriptionOf(api.sendVoice(ada.id, new InputFile(Buffer.alloc(0), 'a.ogg')))).toBe(
      'Bad Request: file must be non-empty',
    );
    const huge = grownTo(sampleFiles.mp4, 50 * megabyte + 1);
    expect(await descriptionOf(api.sendVideo(ada.id, inputFile(huge)))).toBe('Request Entity Too Large');
  });

  it('refuses a caption of more than 1024 characters', async () => {
    const sending = api.sendPhoto(ada.id, inputFile(sampleFiles.jpeg), { caption: 'x'.repeat(1025) });
    await expect(sending).rejects.toEqual(refusedWith(400, 'Bad Request: message caption is too long'));
  });
});

it('Telegram stand-in: with rate limits on, a second message within a second has to wait', async () => {
  const strict = await startTelegramStandIn({ rateLimits: true });
  const strictBot = strict.createBot();
  const strictApi = new Api(strictBot.token, { apiRoot: strict.root });
  const [eve, bob] = [strictBot.client({ firstName: 'Eve' }), strictBot.client({ firstName: 'Bob' })];
  await strictApi.sendMessage(eve.id, 'one');
  await expect(strictApi.sendMessage(eve.id, 'two')).rejects.toMatchObject({
    error_code: 429,
    parameters: { retry_after: 1 },
  });
  await strictApi.sendMessage(bob.id, 'one');
  await strict.stop();
});
