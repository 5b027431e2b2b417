import type { OutgoingMessage, SendOutcome } from '../../channels/contract';
import { sampleFiles } from '../support/sample-files';
import { answersOfDoubt, answersOfGateways, type SpoiltAnswer } from '../support/spoilt-answer';
import * as facebook from './facebook-bench';
import * as telegram from './telegram-bench';
import * as whatsApp from './whatsapp-bench';

/** A messenger of which the next sending goes wrong. */
interface Scene {
  /** `taken`: the client has the message all the same. */
  spoil(answer: SpoiltAnswer, taken: boolean): void;
  drop(taken: boolean): void;
  send(file: boolean): Promise<SendOutcome>;
  /** How often the messenger was asked to send. */
  asked(): number;
  received(): number;
  /** Whether the message turns out to be there; null where nobody can look. */
  find(): Promise<string | null>;
  stop(): Promise<void>;
}

const since = () => new Date(Date.now() - 5_000);

async function telegramScene(): Promise<Scene> {
  const { bot, client, channel, provider, standIn } = await telegram.setUpTelegram();
  const file = { text: '', attachments: [telegram.attachmentOf(sampleFiles.pdf)] };
  return {
    spoil: (answer, taken) => bot.failNext('*', { kind: 'spoilt', answer, taken }),
    drop: (taken) => bot.failNext('*', { kind: taken ? 'dropAfter' : 'dropBefore' }),
    send: (isFile) => provider.send(channel, telegram.answerTo(client, isFile ? file : {})),
    asked: () => bot.calls.filter(({ method }) => method.startsWith('send')).length,
    received: () => client.received.length,
    find: async () => null,
    stop: () => standIn.stop(),
  };
}

async function facebookScene(): Promise<Scene> {
  const { standIn, client, channel, provider } = await facebook.setUpFacebook();
  const messageOf = (changes: Partial<OutgoingMessage>) => facebook.answerTo(client, changes);
  const file = { text: '', attachments: [facebook.attachmentOf(sampleFiles.pdf)] };
  let last: Partial<OutgoingMessage> = {};
  return {
    spoil: (answer, taken) => standIn.failNext('messages', { kind: 'spoilt', answer, taken }),
    drop: (taken) => standIn.failNext('messages', { kind: taken ? 'dropAfter' : 'dropBefore' }),
    send: (isFile) => {
      last = isFile ? file : {};
      return provider.send(channel, messageOf(last));
    },
    asked: () => standIn.app.calls.filter(({ edge, method }) => edge === 'messages' && method === 'POST').length,
    received: () => client.received.length,
    find: async () => {
      const known = { since: since(), isKnown: async () => false };
      return (await provider.findSent?.(channel, messageOf(last), known))?.kind ?? null;
    },
    stop: () => standIn.stop(),
  };
}

async function whatsAppScene(): Promise<Scene> {
  const { standIn, account, client, channel, provider, sender } = await whatsApp.setUpWhatsApp();
  account.reporting = 'held';
  await client.write(sender, 'Hello');
  const messageOf = (changes: Partial<OutgoingMessage>) => whatsApp.answerTo(client.id, changes);
  const file = { text: '', attachments: [whatsApp.attachmentOf(sampleFiles.pdf)] };
  let last: Partial<OutgoingMessage> = {};
  return {
    spoil: (answer, taken) => account.failNext('createMessage', { kind: 'spoilt', answer, taken }),
    drop: (taken) => account.failNext('createMessage', { kind: taken ? 'dropAfter' : 'dropBefore' }),
    send: (isFile) => {
      last = isFile ? file : {};
      return provider.send(channel, messageOf(last));
    },
    asked: () => account.calls.filter(({ operation }) => operation === 'createMessage').length,
    received: () => account.sent.length,
    find: async () => {
      const known = { since: since(), isKnown: async () => false };
      return (await provider.findSent?.(channel, messageOf(last), known))?.kind ?? null;
    },
    stop: () => standIn.stop(),
  };
}

const graphError = (code: number, subcode?: number) => ({
  error: {
    ...{ message: `(#${code}) Received Invalid JSON reply.`, type: 'OAuthException', code, fbtrace_id: 'AbC' },
    ...(subcode !== undefined && { error_subcode: subcode }),
  },
});
const botError = (code: number, description: string) => ({ ok: false, error_code: code, description });
const twilioError = (code: number, status: number) => ({ code, message: 'Service is unavailable', status });

const messengers: Record<string, { setUp: () => Promise<Scene>; ownWords: Record<string, SpoiltAnswer> }> = {
  Telegram: {
    setUp: telegramScene,
    ownWords: {
      'error 500': { status: 500, body: botError(500, 'Internal Server Error') },
      'error 502': { status: 502, body: botError(502, 'Bad Gateway') },
      'error 504': { status: 504, body: botError(504, 'Gateway Timeout') },
      'error 502 with status 200': { status: 200, body: botError(502, 'Bad Gateway') },
      'a refusal with status 502': { status: 502, body: botError(400, 'Bad Request') },
    },
  },
  Facebook: {
    setUp: facebookScene,
    ownWords: {
      'error 1/1357046, which says that all was sent': { status: 400, body: graphError(1, 1357046) },
      'error 1': { status: 400, body: graphError(1) },
      'error 1 with status 500': { status: 500, body: graphError(1) },
      'error 2': { status: 400, body: graphError(2) },
      'error 1200 with status 500': { status: 500, body: graphError(1200) },
      'a refusal with status 500': { status: 500, body: graphError(100) },
      'a passing fault': { status: 400, body: { error: { ...graphError(6000).error, is_transient: true } } },
    },
  },
  WhatsApp: {
    setUp: whatsAppScene,
    ownWords: {
      'error 20500': { status: 500, body: twilioError(20500, 500) },
      'error 20503': { status: 503, body: twilioError(20503, 503) },
    },
  },
};

describe.each(Object.entries(messengers))('an answer that %s gives to a message', (_name, { setUp, ownWords }) => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await setUp();
  });
  afterEach(() => scene.stop());

  describe.each(Object.entries({ ...answersOfDoubt, ...ownWords }))('as %s', (_form, answer) => {
    test.each([
      ['that was taken', true],
      ['that was not taken', false],
    ])('leaves it open whether one %s was, and what can be looked up is', async (_what, taken) => {
      scene.spoil(answer, taken);
      expect(await scene.send(false)).toEqual({ kind: 'unknown', reason: expect.stringMatching(/\.$/) });
      expect([scene.asked(), scene.received()]).toEqual([1, taken ? 1 : 0]);
      expect([taken ? 'sent' : 'not_found', null]).toContain(await scene.find());
    });
  });

  test.each(Object.entries(answersOfGateways))('as %s says that it was not sent', async (_form, answer) => {
    scene.spoil(answer, false);
    expect(await scene.send(false)).toMatchObject({ kind: 'later', reason: expect.stringMatching(/\.$/) });
    expect([scene.asked(), scene.received()]).toEqual([1, 0]);
  });

  test('that is too large for a gateway says that it never will be', async () => {
    scene.spoil({ status: 413, body: '<h1>413 Request Entity Too Large</h1>' }, false);
    const failure = { code: 'request_too_large', reason: expect.stringMatching(/smaller file/) };
    expect(await scene.send(true)).toEqual({ kind: 'refused', failure });
  });

  test.each([true, false])('that never comes leaves it open (taken: %s), also of a file', async (taken) => {
    scene.drop(taken);
    expect(await scene.send(true)).toMatchObject({ kind: 'unknown' });
    expect([scene.asked(), scene.received()]).toEqual([1, taken ? 1 : 0]);
    expect([taken ? 'sent' : 'not_found', null]).toContain(await scene.find());
  });
});
