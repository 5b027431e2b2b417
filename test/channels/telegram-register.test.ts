import { inspect } from 'node:util';
import type { Fault } from '../support/telegram/faults';
import { answerTo, setUpTelegram, type TelegramBench } from './telegram-bench';

let bench: TelegramBench;

beforeEach(async () => {
  bench = await setUpTelegram();
});

afterEach(() => bench.standIn.stop());

describe('adding a bot', () => {
  it('finds its id and name by its token alone, around which blanks do no harm', async () => {
    const { token, id } = bench.bot;
    expect(await bench.provider.register({ token: `  ${token}\n` })).toEqual({
      kind: 'registered',
      source: String(id),
      name: 'Northwind',
      verified: true,
      settings: { token },
    });
  });

  it.each([
    ['is missing', {}],
    ['is empty', { token: '' }],
    ['is no text', { token: 5 }],
    ['is the bot’s name', { token: '@northwind_bot' }],
    ['has lost its first half', { token: ':AAE-secret' }],
    ['would lead to another address', { token: '1:a/../../x' }],
  ])('is refused in a sentence when the token %s', async (_, settings) => {
    expect(await bench.provider.register(settings)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/BotFather/),
    });
    expect(bench.bot.calls).toEqual([]);
  });

  it.each([401, 404] as const)('is refused when Telegram answers %i', async (code) => {
    bench.bot.failNext('getMe', { kind: 'status', code });
    const outcome = await bench.provider.register({ token: bench.bot.token });
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringContaining('Telegram does not know this token') });
  });

  it.each<[string, Fault]>([
    ['asks to wait', { kind: '429', retryAfter: 3 }],
    ['has a fault', { kind: 'status', code: 503 }],
    ['is replaced by a gateway', { kind: 'notJson' }],
    ['breaks off', { kind: 'dropBefore' }],
  ])('goes on when Telegram %s, with the id that the token holds', async (_, fault) => {
    bench.bot.failNext('getMe', fault);
    expect(await bench.provider.register({ token: bench.bot.token })).toMatchObject({
      kind: 'unreachable',
      source: String(bench.bot.id),
      name: `Telegram bot ${bench.bot.id}`,
    });
  });
});

describe('the token', () => {
  it('stands in no outcome and no error, whatever goes wrong', async () => {
    const { bot, provider, channel, client, standIn } = bench;
    const secret = bot.token.split(':')[1] ?? '';
    const signal = new AbortController().signal;
    const reference = client.sendDocument().message.document?.file_id ?? '';
    const leak = `Bad Request: what is https://host/bot${bot.token}/sendMessage`;
    const faults: Fault[] = [
      { kind: 'status', code: 400, description: leak },
      { kind: 'status', code: 401, description: leak },
      { kind: 'status', code: 403, description: leak },
      { kind: 'status', code: 409, description: leak },
      { kind: 'status', code: 500, description: leak },
      { kind: '429', retryAfter: 1 },
      { kind: 'notJson' },
      { kind: 'dropBefore' },
      { kind: 'dropAfter' },
    ];
    const askAll = async (fault?: Fault) => {
      for (const method of ['getMe', 'getUpdates', 'sendMessage', 'getFile', 'getChat']) {
        if (fault) bot.failNext(method, fault);
      }
      return Promise.all([
        provider.register(channel.settings).then((outcome) => ({ ...outcome, settings: 'returned to be stored' })),
        provider.poll?.({ channel, cursor: null, signal, isFirst: true, site: async () => ({ webhooksUrl: null }) }),
        provider.send(channel, answerTo(client)),
        provider.loadAttachment(channel, reference),
        provider.readProfile?.(channel, String(client.id)),
      ]);
    };
    const outcomes: unknown[] = [];
    for (const fault of faults) outcomes.push(await askAll(fault));
    await standIn.goDown();
    outcomes.push(await askAll());
    expect(outcomes).toHaveLength(faults.length + 1);
    expect(inspect(outcomes, { depth: 20, showHidden: true })).not.toContain(secret);
  });
});
