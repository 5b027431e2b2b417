import { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { StandInClient } from '../support/telegram/stand-in-client';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';

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

const textsOf = (updates: object[]) => updates.map((update) => (update as Update).message?.text);

describe('Telegram stand-in: offsets', () => {
  it('delivers again what was not confirmed, and never what was', async () => {
    const [one, two] = [ada.sendText('one'), ada.sendText('two')];
    expect(textsOf(await api.getUpdates())).toEqual(['one', 'two']);
    expect(textsOf(await api.getUpdates({ limit: 1 }))).toEqual(['one']);
    expect(textsOf(await api.getUpdates({ offset: two.update_id }))).toEqual(['two']);
    expect(textsOf(await api.getUpdates())).toEqual(['two']);
    await api.getUpdates({ offset: two.update_id + 1 });
    expect(await api.getUpdates({ offset: one.update_id })).toEqual([]);
    await bot.waitForConfirmed(two.update_id);
    expect(bot.pendingUpdates).toEqual([]);
  });

  it('forgets all before a negative offset', async () => {
    for (const text of ['one', 'two', 'three']) ada.sendText(text);
    expect(textsOf(await api.getUpdates({ offset: -2 }))).toEqual(['two', 'three']);
    expect(textsOf(await api.getUpdates())).toEqual(['two', 'three']);
  });

  it('keeps limit between 1 and 100', async () => {
    for (let index = 0; index < 120; index++) ada.sendText(String(index));
    expect(await api.getUpdates({ limit: 500 })).toHaveLength(100);
    expect(await api.getUpdates({ limit: 0 })).toHaveLength(1);
  });

  it('ignores an offset far ahead of its ids, as after they began anew', async () => {
    const { update_id } = ada.sendText('old');
    await api.getUpdates({ offset: update_id + 1 });
    bot.jumpUpdateIds(5000);
    ada.sendText('new');
    expect(await api.getUpdates({ offset: update_id + 1 })).toMatchObject([
      { update_id: 5000, message: { text: 'new' } },
    ]);
  });

  it('delivers raw, repeated and late updates as they were pushed', async () => {
    const first = ada.sendText('one');
    await api.getUpdates({ offset: first.update_id + 1 });
    const { message } = ada.sendText('two');
    const again = bot.pushUpdate({ message });
    bot.pushUpdates([{ ...first }, { star_sign: { of: 'unknown kind' } }, { message: 'malformed' }]);
    const updates = await api.getUpdates({ offset: first.update_id + 1 });
    expect(updates).toMatchObject([
      { update_id: again.update_id - 1, message: { text: 'two' } },
      { update_id: again.update_id, message: { text: 'two' } },
      { update_id: first.update_id, message: { text: 'one' } },
      { star_sign: { of: 'unknown kind' } },
      { message: 'malformed' },
    ]);
  });
});

describe('Telegram stand-in: allowed_updates', () => {
  it('leaves reactions out until asked for them, and keeps the setting when it is left out', async () => {
    const { message } = ada.sendText('one');
    expect(ada.react(message.message_id, '👍').update_id).toBe(0);
    await api.getUpdates({ allowed_updates: ['message_reaction'] });
    ada.react(message.message_id, '👎');
    ada.sendText('unwanted');
    const updates = await api.getUpdates();
    expect(updates).toMatchObject([
      { message: { text: 'one' } },
      { message_reaction: { new_reaction: [{ emoji: '👎' }] } },
    ]);
    expect((await api.getWebhookInfo()).allowed_updates).toEqual(['message_reaction']);
  });

  it('goes back to the default for an empty list', async () => {
    await api.getUpdates({ allowed_updates: ['poll'] });
    await api.getUpdates({ allowed_updates: [] });
    ada.sendText('wanted');
    expect(await api.getUpdates()).toHaveLength(1);
  });
});

describe('Telegram stand-in: long polls', () => {
  it('wakes at once when something comes', async () => {
    const polling = api.getUpdates({ timeout: 30 });
    await bot.waitForPoller();
    ada.sendText('wake up');
    expect(textsOf(await polling)).toEqual(['wake up']);
    expect(bot.openPollers).toBe(0);
  }, 20_000);

  it('ends empty after its timeout', async () => {
    expect(await api.getUpdates({ timeout: 1 })).toEqual([]);
    expect(bot.getUpdatesCalls).toMatchObject([{ offset: 0, limit: 100, timeout: 1 }]);
  });

  it('forgets a poller that hung up', async () => {
    const aborter = new AbortController();
    const polling = fetch(`${standIn.root}/bot${bot.token}/getUpdates?timeout=30`, { signal: aborter.signal });
    await bot.waitForPoller();
    aborter.abort();
    await expect(polling).rejects.toThrow();
    await bot.waitUntil(() => bot.openPollers === 0, 'the poller to be gone');
  });

  it('ends the older of two with 409', async () => {
    const older = api.getUpdates({ timeout: 30 });
    const conflict = expect(older).rejects.toMatchObject({
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    await bot.waitForPoller();
    const newer = api.getUpdates({ timeout: 30 });
    await conflict;
    ada.sendText('for the newer');
    expect(textsOf(await newer)).toEqual(['for the newer']);
  });

  it('lets a foreign poller take updates away', async () => {
    const ours = api.getUpdates({ timeout: 30 });
    const conflict = expect(ours).rejects.toMatchObject({ error_code: 409 });
    await bot.waitForPoller();
    const rival = bot.startForeignPoller();
    await conflict;
    const { update_id } = ada.sendText('stolen');
    await bot.waitForConfirmed(update_id);
    expect(textsOf(rival.updates)).toEqual(['stolen']);
    await rival.stop();
  });

  it('refuses every poller while a webhook is set', async () => {
    const open = api.getUpdates({ timeout: 30 });
    const ended = expect(open).rejects.toMatchObject({ description: 'Conflict: terminated by setWebhook request' });
    await bot.waitForPoller();
    await api.setWebhook('https://example.org/hook');
    await ended;
    expect(await api.getWebhookInfo()).toMatchObject({ url: 'https://example.org/hook', pending_update_count: 0 });
    await expect(api.getUpdates()).rejects.toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    await api.deleteWebhook();
    expect(await api.getUpdates()).toEqual([]);
    await expect(api.setWebhook('http://example.org')).rejects.toMatchObject({
      description: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    });
  });

  it('with its brakes on, slows the same offset down', async () => {
    const slow = await startTelegramStandIn({ pollingBrakes: true });
    const slowBot = slow.createBot();
    const slowApi = new Api(slowBot.token, { apiRoot: slow.root });
    await slowApi.getUpdates({ offset: 7 });
    const second = slowApi.getUpdates({ offset: 7 });
    await slowBot.waitForPoller();
    const eve = slowBot.client({ firstName: 'Eve' });
    eve.sendText('one');
    eve.sendText('two');
    expect(textsOf(await second)).toEqual(['one']);
    await slow.stop();
  });
});
