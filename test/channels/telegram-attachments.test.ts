import { buffer } from 'node:stream/consumers';
import type { LoadOutcome } from '../../channels/contract';
import { pngOf } from '../support/png';
import { sampleFiles } from '../support/sample-files';
import type { Fault } from '../support/telegram/faults';
import { setUpTelegram, type TelegramBench } from './telegram-bench';

let bench: TelegramBench;

beforeEach(async () => {
  bench = await setUpTelegram();
});

afterEach(() => bench.standIn.stop());

function load(reference: string | undefined): Promise<LoadOutcome> {
  return bench.provider.loadAttachment(bench.channel, reference ?? '');
}

function sendPdf(): string {
  return bench.client.sendDocument().message.document?.file_id ?? '';
}

describe('a file of a client’s', () => {
  it('is loaded whole', async () => {
    const outcome = await load(sendPdf());
    if (outcome.kind !== 'loaded') throw new Error(JSON.stringify(outcome));
    expect((await buffer(outcome.content)).equals(sampleFiles.pdf.bytes)).toBe(true);
    expect(outcome.mediaType).toBe('application/pdf');
  });

  it('is loaded at the second attempt when its address had expired', async () => {
    bench.bot.failNext('downloadFile', { kind: 'status', code: 404 });
    expect(await load(sendPdf())).toMatchObject({ kind: 'loaded' });
    expect(bench.bot.calls.filter(({ method }) => method === 'getFile')).toHaveLength(2);
  });

  it('is gone when a new address does not lead to it either', async () => {
    bench.bot.failNext('downloadFile', { kind: 'status', code: 404 }, 2);
    expect(await load(sendPdf())).toMatchObject({ kind: 'refused', failure: { code: 'file_gone' } });
  });

  it('larger than 20 MB is refused with what to do', async () => {
    const { message } = bench.client.sendDocument({ sizeBytes: 20 * 1024 * 1024 + 1 });
    const failure = { code: 'file_too_big', reason: expect.stringContaining('20 MB') };
    expect(await load(message.document?.file_id)).toEqual({ kind: 'refused', failure });
  });

  it.each<[string, string, Fault, number | null]>([
    ['Telegram asks to wait', 'getFile', { kind: '429', retryAfter: 4 }, 4000],
    ['Telegram asks to wait with the download', 'downloadFile', { kind: '429', retryAfter: 4 }, 4000],
    ['Telegram has a fault', 'getFile', { kind: 'status', code: 500 }, null],
    ['Telegram has a fault at the download', 'downloadFile', { kind: 'status', code: 502 }, null],
    ['the connection breaks', 'getFile', { kind: 'dropAfter' }, null],
    ['the connection breaks before the download', 'downloadFile', { kind: 'dropBefore' }, null],
    ['the token no longer counts, as it can be replaced', 'getFile', { kind: 'status', code: 401 }, null],
    [
      'Telegram does not have it at the moment',
      'getFile',
      { kind: 'status', code: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable' },
      null,
    ],
  ])('is left for later when %s', async (_, method, fault, afterMs) => {
    const reference = sendPdf();
    bench.bot.failNext(method, fault);
    expect(await load(reference)).toMatchObject({ kind: 'later', afterMs });
  });

  it('whose download breaks off half-way ends in an error, not in half a file', async () => {
    const { message } = bench.client.sendDocument({ bytes: Buffer.alloc(200_000, 'x') });
    bench.bot.failNext('downloadFile', { kind: 'dropAfter' });
    const outcome = await load(message.document?.file_id);
    if (outcome.kind !== 'loaded') throw new Error(JSON.stringify(outcome));
    await expect(buffer(outcome.content)).rejects.toThrow();
  });
});

describe('the profile of a client', () => {
  it('has names, and a photo that can be loaded', async () => {
    const photo = pngOf({ width: 3, height: 3 });
    const client = bench.bot.client({ firstName: 'Karl', lastName: 'Kunz', photo });
    const profile = (await bench.provider.readProfile?.(bench.channel, String(client.id))) ?? {};
    expect(profile).toEqual({ firstName: 'Karl', lastName: 'Kunz', photo: { reference: expect.any(String) } });
    const loaded = await load(profile.photo?.reference);
    if (loaded.kind !== 'loaded') throw new Error(JSON.stringify(loaded));
    expect(loaded.mediaType).toBe('image/jpeg');
    // Of 90, 320 and 1280 pixels the middle one, which ends so in the stand-in.
    expect((await buffer(loaded.content)).subarray(-3).toString()).toBe('320');
  });

  it('has the names alone when the photo cannot be had', async () => {
    bench.bot.failNext('getUserProfilePhotos', { kind: 'status', code: 500 });
    const profile = await bench.provider.readProfile?.(bench.channel, String(bench.client.id));
    expect(profile).toEqual({ firstName: 'Vera', lastName: 'Weiss' });
  });

  it('is empty when Telegram is away', async () => {
    await bench.standIn.goDown();
    expect(await bench.provider.readProfile?.(bench.channel, String(bench.client.id))).toEqual({});
  });
});
