import { Readable } from 'node:stream';
import type { OutgoingMessage, SendOutcome } from '../../channels/contract';
import { grownTo, sampleFiles } from '../support/sample-files';
import type { Fault } from '../support/telegram/faults';
import { answerTo, attachmentOf, setUpTelegram, type TelegramBench } from './telegram-bench';

let bench: TelegramBench;

beforeEach(async () => {
  bench = await setUpTelegram();
});

afterEach(() => bench.standIn.stop());

function send(changes: Partial<OutgoingMessage> = {}): Promise<SendOutcome> {
  return bench.provider.send(bench.channel, answerTo(bench.client, changes));
}

describe('what is sent by Telegram', () => {
  it('arrives as text, as it was written, and is known by its message id, with its place by Telegram’s clock', async () => {
    bench.standIn.clock.setAhead(-120_000);
    const text = '*Not* <b>markup</b> & _such_ 😀';
    const outcome = await send({ text });
    const [received] = bench.client.received;
    if (received === undefined) throw new Error('it arrives');
    expect(received).toMatchObject({ text });
    const { message_id: sequence, date } = received;
    const acceptedAt = new Date(date * 1000);
    expect(outcome).toEqual({ kind: 'sent', externalId: String(sequence), sequence, acceptedAt });
    expect(acceptedAt.getTime()).toBeLessThan(Date.now() - 110_000);
  });

  it('may be as long as Telegram allows', async () => {
    const text = 'x'.repeat(bench.provider.outgoing.maxTextLength);
    expect(await send({ text })).toMatchObject({ kind: 'sent' });
  });

  it('answers an earlier message', async () => {
    const question = bench.client.sendText('When?').message.message_id;
    await send({ replyToExternalId: String(question) });
    expect(bench.client.received[0]?.reply_to_message?.message_id).toBe(question);
  });

  it('is sent although the message that it answers is gone', async () => {
    expect(await send({ replyToExternalId: '999' })).toMatchObject({ kind: 'sent' });
    expect(await send({ replyToExternalId: 'update-5' })).toMatchObject({ kind: 'sent' });
  });

  it.each([
    ['a photo', sampleFiles.jpeg, 'sendPhoto'],
    ['a drawing', sampleFiles.png, 'sendPhoto'],
    ['a moving picture', sampleFiles.gif, 'sendAnimation'],
    ['a voice message', sampleFiles.ogg, 'sendVoice'],
    ['a song', sampleFiles.mp3, 'sendAudio'],
    ['a sound of another kind', sampleFiles.amr, 'sendDocument'],
    ['a video', sampleFiles.mp4, 'sendVideo'],
    ['a document', sampleFiles.pdf, 'sendDocument'],
    ['a picture larger than 10 MB', grownTo(sampleFiles.jpeg, 10 * 1024 * 1024 + 1), 'sendDocument'],
  ])('arrives as %s with its caption', async (_, file, method) => {
    const outcome = await send({ type: 'file', text: 'Here', attachments: [attachmentOf(file)] });
    expect(outcome).toMatchObject({ kind: 'sent' });
    const [sent] = bench.bot.sent;
    expect(sent?.method).toBe(method);
    expect(sent?.files[0]?.bytes.equals(file.bytes)).toBe(true);
    expect(bench.client.received[0]).toMatchObject({ caption: 'Here' });
  });

  it('arrives as a document when Telegram makes no photo of it', async () => {
    const broken = { ...sampleFiles.text, mediaType: 'image/png', fileName: 'odd.png' };
    expect(await send({ text: '', attachments: [attachmentOf(broken)] })).toMatchObject({ kind: 'sent' });
    expect(bench.bot.sent.map(({ method }) => method)).toEqual(['sendDocument']);
  });

  it('keeps a file name that has more than letters', async () => {
    const named = { ...sampleFiles.pdf, fileName: 'Übersicht; "neu"\r\n.pdf' };
    await send({ attachments: [attachmentOf(named)] });
    expect(bench.client.received[0]?.document?.file_name).toBe('Übersicht_ _neu___.pdf');
  });
});

describe('a message that Telegram does not take', () => {
  it.each([
    ['a client who has blocked the bot', 'blocked_by_client', () => void bench.client.blockBot()],
    ['a client whose account is gone', 'client_deactivated', () => bench.client.deleteAccount()],
  ])('is refused for %s', async (_, code, arrange) => {
    arrange();
    const reason = expect.stringMatching(/\.$/);
    expect(await send()).toEqual({ kind: 'refused', failure: { code, reason } });
  });

  it('is refused for a client whom the bot does not know', async () => {
    expect(await send({ clientId: '42' })).toMatchObject({ kind: 'refused', failure: { code: 'client_not_found' } });
    expect(await send({ clientId: 'Vera' })).toMatchObject({ kind: 'refused', failure: { code: 'client_not_found' } });
  });

  it.each([
    ['a text that is too long', { text: 'x'.repeat(4097) }, 'text_too_long'],
    ['a text that is empty', { text: '' }, 'text_empty'],
  ])('is refused for %s', async (_, changes, code) => {
    expect(await send(changes)).toMatchObject({ kind: 'refused', failure: { code } });
  });

  it('is refused for a file that is too big, empty, or one of several', async () => {
    const tooBig = attachmentOf(grownTo(sampleFiles.pdf, 50 * 1024 * 1024 + 1));
    const empty = attachmentOf({ ...sampleFiles.pdf, bytes: Buffer.alloc(0) });
    expect(await send({ attachments: [tooBig] })).toMatchObject({ failure: { code: 'file_too_big' } });
    expect(await send({ attachments: [empty] })).toMatchObject({ failure: { code: 'file_empty' } });
    expect(await send({ attachments: [empty, empty] })).toMatchObject({ failure: { code: 'too_many_attachments' } });
    expect(bench.bot.sent).toEqual([]);
  });

  it('is refused with Telegram’s own words when they are new to us', async () => {
    bench.bot.failNext('sendMessage', { kind: 'status', code: 400, description: 'Bad Request: TOPIC_CLOSED' });
    const failure = { code: 'refused_by_telegram', reason: 'Telegram refused it: Bad Request: TOPIC_CLOSED.' };
    expect(await send()).toEqual({ kind: 'refused', failure });
  });

  it('is refused when the token no longer counts, and tells the channel’s health', async () => {
    bench.bot.revokeToken();
    expect(await send()).toMatchObject({
      kind: 'refused',
      failure: { code: 'channel_unauthorized' },
      health: { status: 'unauthorized' },
    });
  });

  it('is refused when the channel has no token', async () => {
    const channel = { ...bench.channel, settings: {} };
    const outcome = await bench.provider.send(channel, answerTo(bench.client));
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'channel_unauthorized' } });
  });
});

describe('a message that Telegram does not take now', () => {
  it('waits as long as Telegram says', async () => {
    bench.bot.failNext('sendMessage', { kind: '429', retryAfter: 7 });
    expect(await send()).toMatchObject({ kind: 'later', afterMs: 7000 });
  });

  it('waits while Telegram is away, also with a file', async () => {
    await bench.standIn.goDown();
    expect(await send()).toMatchObject({ kind: 'later', afterMs: null });
    expect(await send({ attachments: [attachmentOf(sampleFiles.pdf)] })).toMatchObject({ kind: 'later' });
  });

  it('waits when its file cannot be read on our side, and nothing is sent', async () => {
    const open = () =>
      Readable.from(
        (async function* () {
          yield Buffer.from('begun');
          throw new Error('the store is away');
        })(),
      );
    const outcome = await send({ attachments: [{ ...attachmentOf(sampleFiles.pdf), open }] });
    expect(outcome).toMatchObject({ kind: 'later', afterMs: null });
    expect(bench.bot.sent).toEqual([]);
  });
});

describe('a message of which nobody knows whether Telegram took it', () => {
  it.each<[string, Fault, number]>([
    ['the connection breaks before it took effect', { kind: 'dropBefore' }, 0],
    ['the connection breaks after it took effect', { kind: 'dropAfter' }, 1],
    ['a gateway answers instead', { kind: 'notJson' }, 0],
  ])('is unknown when %s', async (_, fault, received) => {
    bench.bot.failNext('sendMessage', fault);
    expect(await send()).toEqual({ kind: 'unknown', reason: expect.stringMatching(/\.$/) });
    expect(bench.client.received).toHaveLength(received);
  });

  it('is never sent again by itself', async () => {
    bench.bot.failNext('sendMessage', { kind: 'dropAfter' }, 5);
    await send();
    expect(bench.bot.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(1);
  });
});
