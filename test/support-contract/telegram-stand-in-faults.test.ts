import { Api } from 'grammy';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { StandInClient } from '../support/telegram/stand-in-client';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';

let standIn: TelegramStandIn;
let bot: StandInBot;
let api: Api;
let ada: StandInClient;

beforeEach(async () => {
  standIn = await startTelegramStandIn();
  bot = standIn.createBot();
  api = new Api(bot.token, { apiRoot: standIn.root });
  ada = bot.client({ firstName: 'Ada' });
});

afterEach(() => standIn.stop());

const send = (text: string) => api.sendMessage(ada.id, text);

describe('Telegram stand-in: faults', () => {
  it('answers 429 with the wait in body and header, and then goes on', async () => {
    bot.failNext('sendMessage', { kind: '429', retryAfter: 7 });
    const response = await fetch(`${standIn.root}/bot${bot.token}/sendMessage?chat_id=${ada.id}&text=a`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    await send('b');
    expect(bot.sent.map(({ params }) => params.text)).toEqual(['b']);
    expect(bot.calls.map(({ status }) => status)).toEqual([429, 200]);
  });

  it('answers any status, as often as told', async () => {
    bot.failNext('*', { kind: 'status', code: 503 }, 2);
    await expect(api.getMe()).rejects.toMatchObject({ error_code: 503, description: 'Service Unavailable' });
    await expect(send('a')).rejects.toMatchObject({ error_code: 503 });
    await send('a');
  });

  it('plays a gateway that answers HTML', async () => {
    bot.failNext('getMe', { kind: 'notJson' });
    await expect(api.getMe()).rejects.toThrow();
    expect(bot.calls).toMatchObject([{ method: 'getMe', status: 502 }]);
  });

  it('gives any other answer in place of its own, before or after the effect', async () => {
    const answer = { status: 502, body: { ok: false, error_code: 502, description: 'Bad Gateway' } };
    bot.failNext('sendMessage', { kind: 'spoilt', answer, taken: false });
    await expect(send('before')).rejects.toMatchObject({ error_code: 502 });
    expect(bot.sent).toHaveLength(0);
    const cutOff = { status: 200, body: '{"ok":true}', isCutOff: true };
    bot.failNext('sendMessage', { kind: 'spoilt', answer: cutOff, taken: true });
    const response = await fetch(`${standIn.root}/bot${bot.token}/sendMessage?chat_id=${ada.id}&text=after`);
    await expect(response.text()).rejects.toThrow();
    expect(ada.received).toMatchObject([{ text: 'after' }]);
  });

  it('drops a connection before or after the effect', async () => {
    bot.failNext('sendMessage', { kind: 'dropBefore' });
    await expect(send('before')).rejects.toThrow();
    expect(bot.sent).toHaveLength(0);
    bot.failNext('sendMessage', { kind: 'dropAfter' });
    await expect(send('after')).rejects.toThrow();
    expect(ada.received).toMatchObject([{ text: 'after' }]);
    expect(bot.sent).toHaveLength(1);
  });

  it('hangs, and then hangs up', async () => {
    bot.failNext('sendMessage', { kind: 'hang', ms: 50 });
    await expect(send('lost')).rejects.toThrow();
    bot.failNext('sendMessage', { kind: 'hang', ms: 50, accepted: true });
    await expect(send('arrived')).rejects.toThrow();
    expect(ada.received).toMatchObject([{ text: 'arrived' }]);
  });

  it('breaks a download off half-way', async () => {
    const { file_path } = await api.getFile(ada.sendDocument().message.document?.file_id ?? '');
    bot.failNext('downloadFile', { kind: 'dropAfter' });
    const download = () =>
      fetch(`${standIn.root}/file/bot${bot.token}/${file_path}`).then((file) => file.arrayBuffer());
    await expect(download()).rejects.toThrow();
    expect((await download()).byteLength).toBeGreaterThan(0);
  });

  it('holds an answer back until it is released', async () => {
    const release = bot.holdNext('sendMessage');
    const first = send('first');
    await release.arrived;
    expect(ada.received).toHaveLength(1);
    await send('second');
    release();
    expect((await first).message_id).toBe(1);
  });

  it('holds a call back before it has any effect', async () => {
    const release = bot.holdNext('sendMessage', 'acceptance');
    const first = send('first');
    await release.arrived;
    expect((await send('second')).message_id).toBe(1);
    release();
    expect((await first).message_id).toBe(2);
  });
});

describe('Telegram stand-in: down and up', () => {
  it('refuses connections while it is down, and has lost nothing when it is back', async () => {
    const { root } = standIn;
    const polling = expect(api.getUpdates({ timeout: 30 })).rejects.toThrow();
    await bot.waitForPoller();
    await standIn.goDown();
    await polling;
    await expect(fetch(root)).rejects.toThrow();
    ada.sendText('meanwhile');
    await standIn.comeUp();
    expect(standIn.root).toBe(root);
    expect(await api.getUpdates()).toMatchObject([{ message: { text: 'meanwhile' } }]);
    await standIn.restart();
    expect(await api.getUpdates()).toHaveLength(1);
  });

  it('waits for what is sent, and says in vain when it does not come', async () => {
    setTimeout(() => void send('one').then(() => send('two')), 20);
    expect(await bot.waitForSent(({ params }) => params.text === 'two')).toMatchObject({ messageId: 2 });
    expect(await bot.waitForSent(2)).toHaveLength(2);
    await expect(bot.waitForSent(3, 20)).rejects.toThrow('3 sent messages');
  });
});
