import type { PollOutcome } from '../../channels/contract';
import type { OpenedChannel } from '../../domain/channel';
import { clockAheadAfter } from '../../domain/messenger-clock';
import type { Fault } from '../support/telegram/faults';
import { setUpTelegram, type TelegramBench } from './telegram-bench';
import { message, textUpdate } from './telegram-updates';

const site = async () => ({ webhooksUrl: null });
let bench: TelegramBench;

beforeEach(async () => {
  bench = await setUpTelegram();
});

afterEach(() => bench.standIn.stop());

async function poll(cursor: string | null = null, channel: OpenedChannel = bench.channel): Promise<PollOutcome> {
  const outcome = await bench.provider.poll?.({
    channel,
    cursor,
    signal: new AbortController().signal,
    isFirst: true,
    site,
  });
  if (!outcome) throw new Error('Telegram is polled');
  return outcome;
}

async function pollBatch(cursor: string | null = null, channel?: OpenedChannel) {
  const outcome = await poll(cursor, channel);
  if (outcome.kind !== 'batch') throw new Error(`No batch: ${JSON.stringify(outcome)}`);
  const texts = outcome.events.flatMap((event) => (event.kind === 'message' ? [event.message.text] : []));
  return { ...outcome, texts };
}

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

function cursorOf(offset: number, daysAgo: number): string {
  return JSON.stringify({ offset, at: new Date(Date.now() - daysAgo * 24 * 60 * 60 * 1000).toISOString() });
}

describe('a poll', () => {
  it('brings messages and edits in their order', async () => {
    const { message: first } = bench.client.sendText('first');
    bench.client.sendText('second');
    bench.client.edit(first.message_id, 'first, better');
    const { events } = await pollBatch();
    expect(events.map((event) => ('message' in event ? [event.kind, event.message.text] : []))).toEqual([
      ['message', 'first'],
      ['message', 'second'],
      ['edit', 'first, better'],
    ]);
  });

  it('confirms a batch only by asking with its cursor', async () => {
    const { update_id } = bench.client.sendText('first');
    const first = await pollBatch();
    expect(bench.bot.confirmedOffset).toBeLessThanOrEqual(update_id);
    expect((await pollBatch(null)).texts).toEqual(['first']);
    bench.client.sendText('second');
    expect((await pollBatch(first.cursor)).texts).toEqual(['second']);
    expect(bench.bot.confirmedOffset).toBe(update_id + 1);
  });

  it('asks for messages and edits only, whatever was asked for before', async () => {
    bench.client.sendText('Hello');
    await pollBatch();
    expect(bench.bot.calls.find(({ method }) => method === 'getUpdates')?.params).toMatchObject({
      allowed_updates: ['message', 'edited_message'],
      limit: 100,
      timeout: 25,
    });
  });

  it('goes on behind an update that nobody understands', async () => {
    bench.bot.pushUpdates([{ message: 'odd' }, { something: { new: true } }, { message: null }]);
    bench.bot.pushUpdate(textUpdate({ text: 'after them', message_id: 1 }));
    const { texts, cursor } = await pollBatch();
    expect(texts).toEqual(['after them']);
    bench.client.sendText('later');
    expect((await pollBatch(cursor)).texts).toEqual(['later']);
  });

  it('keeps the offset of a quiet channel for some days', async () => {
    const { update_id } = bench.client.sendText('seen before');
    bench.client.sendText('new');
    expect((await pollBatch(cursorOf(update_id + 1, 5))).texts).toEqual(['new']);
  });

  it('forgets an offset after six days, since Telegram draws new ids after a quiet week', async () => {
    bench.bot.jumpUpdateIds(1000);
    bench.client.sendText('after the holidays');
    expect((await pollBatch(cursorOf(870_000_000, 6.5))).texts).toEqual(['after the holidays']);
  });

  it('ends at once when it is told to', async () => {
    const ending = new AbortController();
    const outcome = bench.provider.poll?.({
      channel: bench.channel,
      cursor: null,
      signal: ending.signal,
      isFirst: true,
      site,
    });
    await bench.bot.waitForPoller();
    ending.abort();
    expect(await outcome).toEqual({ kind: 'batch', events: [], cursor: null });
  });

  it('tells the bot’s name to a channel that was added while Telegram was away', async () => {
    bench.client.sendText('Hello');
    const channel = { ...bench.channel, name: `Telegram bot ${bench.bot.id}` };
    expect((await pollBatch(null, channel)).botName).toBe('Northwind');
    expect(await pollBatch()).not.toHaveProperty('botName');
  });
});

describe('a new channel’s first polls', () => {
  const connected = (secondsAgo: number) => ({
    ...bench.channel,
    connectedAt: new Date(Date.now() - secondsAgo * 1_000),
  });

  it('leave alone what was written before it was connected, and confirm it', async () => {
    bench.bot.pushUpdate({ message: message({ text: 'for somebody else', date: secondsAgo(60) }) });
    bench.bot.pushUpdate({ message: message({ text: 'for us', message_id: 18, date: secondsAgo(10) }) });
    const first = await pollBatch(null, connected(30));
    expect(first.texts).toEqual(['for us']);
    bench.client.sendText('later');
    expect((await pollBatch(first.cursor, connected(30))).texts).toEqual(['later']);
  });

  it('go through all of a long queue', async () => {
    const old = (index: number) => ({ message: message({ message_id: index + 1, text: 'old', date: secondsAgo(60) }) });
    bench.bot.pushUpdates(Array.from({ length: 150 }, (_, index) => old(index)));
    const first = await pollBatch(null, connected(30));
    expect(first.texts).toEqual([]);
    expect((await pollBatch(first.cursor, connected(30))).texts).toEqual([]);
  });

  it('judge nothing by our clock that comes once the queue was empty', async () => {
    const ahead = connected(-120);
    const first = await pollBatch(null, ahead);
    expect(first.texts).toEqual([]);
    bench.client.sendText('right after it was connected');
    expect((await pollBatch(first.cursor, ahead)).texts).toEqual(['right after it was connected']);
  });
});

describe('beside a rival', () => {
  const rivalled = () => ({
    ...bench.channel,
    health: { status: 'conflict' as const, detail: 'Somebody else polls.', checkedAt: new Date() },
  });
  /** As if it had been there for so long. */
  const heldFor = (cursor: string | null, seconds: number) => {
    const place = JSON.parse(cursor ?? '{}') as { held: { id: number } };
    const since = new Date(Date.now() - seconds * 1_000).toISOString();
    return JSON.stringify({ ...place, held: { ...place.held, since } });
  };

  it('nothing is taken in or confirmed, until it is seen that nobody else does', async () => {
    const { update_id } = bench.client.sendText('whose?');
    const first = await pollBatch(null, rivalled());
    expect(first).toMatchObject({ texts: [], health: { status: 'conflict' } });
    const second = await pollBatch(first.cursor, rivalled());
    expect(second).toMatchObject({ texts: [], health: { status: 'conflict' } });
    expect(bench.bot.confirmedOffset).toBeLessThanOrEqual(update_id);
    const third = await pollBatch(heldFor(second.cursor, 11), rivalled());
    expect(third.texts).toEqual(['whose?']);
    expect(third).not.toHaveProperty('health');
  });

  it('what the rival has confirmed is not waited for, and what comes then waits anew', async () => {
    const { update_id } = bench.client.sendText('his');
    const first = await pollBatch(null, rivalled());
    await fetch(`${bench.standIn.root}/bot${bench.bot.token}/getUpdates?offset=${update_id + 1}`);
    bench.client.sendText('the next');
    expect(await pollBatch(heldFor(first.cursor, 11), rivalled())).toMatchObject({ texts: [] });
  });
});

describe('a poll in trouble', () => {
  it.each<[string, Fault, string, number]>([
    ['a token that no longer counts', { kind: 'status', code: 401 }, 'unauthorized', 30_000],
    ['a token that never was one', { kind: 'status', code: 404 }, 'unauthorized', 30_000],
    ['another poller', { kind: 'status', code: 409 }, 'conflict', 5_000],
    ['too many requests', { kind: '429', retryAfter: 12 }, 'rate_limited', 12_000],
    ['a fault of Telegram’s', { kind: 'status', code: 502 }, 'failing', 2_000],
    ['a gateway’s page', { kind: 'notJson' }, 'failing', 2_000],
    ['a broken connection', { kind: 'dropBefore' }, 'unreachable', 2_000],
    ['a refusal', { kind: 'status', code: 400 }, 'failing', 10_000],
  ])('tells the health and when to ask again after %s', async (_, fault, status, retryAfterMs) => {
    bench.bot.failNext('getUpdates', fault);
    const detail = expect.stringMatching(/^.{20,}\.?$/);
    expect(await poll()).toEqual({ kind: 'trouble', health: { status, detail }, retryAfterMs });
  });

  it('says so when Telegram is away', async () => {
    await bench.standIn.goDown();
    expect(await poll()).toMatchObject({ kind: 'trouble', health: { status: 'unreachable' }, retryAfterMs: 2_000 });
  });

  it('tells a webhook from another poller, and what to do about either', async () => {
    const conflict = async () => {
      const outcome = await poll();
      return outcome.kind === 'trouble' ? outcome.health : null;
    };
    bench.bot.failNext('getUpdates', { kind: 'status', code: 409 });
    const poller = await conflict();
    bench.bot.setWebhook();
    const webhook = await conflict();
    expect(poller).toMatchObject({
      status: 'conflict',
      detail: expect.stringContaining('Another program, or another installation'),
    });
    expect(webhook).toMatchObject({ status: 'conflict', detail: expect.stringContaining('webhook') });
    expect(webhook?.detail).toContain('to example.org and not to Parley');
    expect(webhook?.detail).not.toBe(poller?.detail);
  });

  it('says so when a channel has no token', async () => {
    const outcome = await poll(null, { ...bench.channel, settings: { token: '' } });
    expect(outcome).toMatchObject({ kind: 'trouble', health: { status: 'unauthorized' } });
  });
});

describe.each([
  ['ahead of ours', 120_000],
  ['behind ours', -120_000],
])('with Telegram’s clock %s', (_how, ms) => {
  it('a poll tells what it shows', async () => {
    bench.standIn.clock.setAhead(ms);
    bench.client.sendText('Hello');
    const { clock } = await pollBatch();
    const aheadMs = clockAheadAfter(undefined, clock ?? neverAsked) ?? Number.NaN;
    // As an upper bound, by a header of whole seconds.
    expect(aheadMs).toBeGreaterThanOrEqual(-ms);
    expect(aheadMs).toBeLessThan(-ms + 60_000);
  });
});

describe.each([
  ['ahead of ours', 120_000],
  ['behind ours', -120_000],
])('with Telegram’s clock %s, a new channel’s first poll', (_how, ms) => {
  it('takes in what was written once it was connected, and leaves alone what was before', async () => {
    bench.standIn.clock.setAhead(ms);
    const byTelegram = (secondsFromNow: number) => Math.floor((Date.now() + ms) / 1_000) + secondsFromNow;
    bench.bot.pushUpdate({ message: message({ text: 'for somebody else', date: byTelegram(-20) }) });
    bench.bot.pushUpdate({ message: message({ text: 'for us', message_id: 18, date: byTelegram(-9) }) });
    const connectedAt = new Date(Date.now() - 10_000);
    expect((await pollBatch(null, { ...bench.channel, connectedAt })).texts).toEqual(['for us']);
  });
});

const neverAsked = { askedAt: new Date(), answeredAt: new Date(), told: new Date(Number.NaN) };
