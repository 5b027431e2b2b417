import { callTelegram, type TelegramCall } from '../../channels/telegram/call';
import { setUpTelegram, type TelegramBench } from './telegram-bench';

let bench: TelegramBench;

beforeEach(async () => {
  bench = await setUpTelegram();
});

afterEach(() => bench.standIn.stop());

function call(changes: Partial<TelegramCall<unknown>> = {}) {
  const { standIn, bot } = bench;
  return callTelegram<unknown>({
    apiRoot: standIn.root,
    token: bot.token,
    timeoutMs: 5_000,
    ask: (api, signal) => api.getMe(signal),
    ...changes,
  });
}

describe('a call of the Bot API', () => {
  it('ends when its time is over, with nobody knowing whether it was done', async () => {
    bench.bot.failNext('getMe', { kind: 'hang', ms: 3_000 });
    expect(await call({ timeoutMs: 200 })).toEqual({ ok: false, trouble: { kind: 'lost', how: 'timed_out' } });
  });

  it('ends when it is told to', async () => {
    const ending = new AbortController();
    const held = bench.bot.holdNext('getMe');
    const answer = call({ signal: ending.signal });
    await held.arrived;
    ending.abort();
    expect(await answer).toEqual({ ok: false, trouble: { kind: 'aborted' } });
    held();
  });

  it('is not even begun when it was told to end before', async () => {
    expect(await call({ signal: AbortSignal.abort() })).toEqual({ ok: false, trouble: { kind: 'aborted' } });
    expect(bench.bot.calls).toEqual([]);
  });

  it.each(['http', 'https'])('that found no one at the other end surely did nothing (%s)', async (protocol) => {
    const apiRoot = bench.standIn.root.replace('http', protocol);
    await bench.standIn.goDown();
    expect(await call({ apiRoot })).toEqual({ ok: false, trouble: { kind: 'unreachable' } });
    expect(await call({ apiRoot: `${protocol}://nowhere.invalid` })).toEqual({
      ok: false,
      trouble: { kind: 'unreachable' },
    });
  });

  it('that fails to agree on encryption surely did nothing', async () => {
    const apiRoot = bench.standIn.root.replace('http', 'https');
    expect(await call({ apiRoot })).toEqual({ ok: false, trouble: { kind: 'unreachable' } });
  });

  it('takes a connection of its own, since an idle one may be dead', async () => {
    await call();
    await bench.standIn.restart();
    expect(await call()).toMatchObject({ ok: true });
  });
});
