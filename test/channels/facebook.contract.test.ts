import { Readable } from 'node:stream';
import { createFacebookProvider } from '../../channels/facebook/provider';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import type { RouteCall } from '../support/call-route';
import { startFacebookStandIn } from '../support/facebook/facebook-stand-in';
import { signatureOf } from '../support/facebook/webhook';
import { openedChannel } from '../support/provider-desk';
import { sampleFiles } from '../support/sample-files';
import { age, attachmentOf, hourMs } from './facebook-bench';
import { at, entryOf, fromClient, fromPage, standbyOf, textEntry } from './facebook-payloads';

function unauthenticatedCalls(secret: string): RouteCall[] {
  const body = JSON.stringify({ object: 'page', entry: [textEntry('Hello')] });
  const right = signatureOf(body, secret);
  const signed = (signature?: string): RouteCall => ({
    ...{ path: '', method: 'POST', body },
    ...(signature !== undefined && { headers: { 'X-Hub-Signature-256': signature } }),
  });
  const ask = (query: Record<string, string>): RouteCall => ({ path: `?${new URLSearchParams(query)}`, method: 'GET' });
  const wrong = [
    '',
    'sha256=',
    right.slice(0, -1),
    `${right}0`,
    signatureOf(`${body} `, secret),
    signatureOf(body, 'x'),
  ];
  return [
    signed(),
    ...wrong.map(signed),
    signed(right.replace('sha256', 'sha1')),
    ask({ 'hub.mode': 'subscribe', 'hub.verify_token': 'another word', 'hub.challenge': '1' }),
    ask({ 'hub.mode': 'subscribe', 'hub.challenge': '1' }),
    ask({}),
  ];
}

function signed(secret: string, body: string | Buffer): RouteCall {
  return { path: '', method: 'POST', body, headers: { 'X-Hub-Signature-256': signatureOf(body, secret) } };
}

function brokenContent(): Readable {
  return Readable.from(
    (async function* () {
      yield Buffer.from('begun');
      throw new Error('the store is away');
    })(),
  );
}

const others = [
  { postback: { mid: 'm_p', title: 'Get Started', payload: 'START', referral: { ref: 'x' } } },
  { message_edit: { mid: 'm_A', text: 'better', num_edit: 1 } },
  { reaction: { mid: 'm_A', action: 'react', emoji: '❤️', reaction: 'love' } },
  { delivery: { mids: ['m_A'], watermark: at } },
  { read: { watermark: at } },
  { referral: { ref: 'x', source: 'SHORTLINK' } },
  { optin: { type: 'notification_messages', title: 'News' } },
  { pass_thread_control: { previous_owner_app_id: null, new_owner_app_id: '42' } },
  { take_thread_control: { previous_owner_app_id: '42', new_owner_app_id: '43' } },
  { message: { mid: 'm_f', attachments: [{ type: 'image', payload: { url: 'https://cdn.fbsbx.com/a.jpg' } }] } },
].map((event) => entryOf(fromClient(event)));

async function makeHarness(): Promise<ProviderHarness> {
  const standIn = await startFacebookStandIn();
  const page = standIn.createPage({ name: 'Northwind' });
  const client = page.client({ firstName: 'Vera' });
  client.sendText('Hello');
  const settings = { pageId: page.id, pageAccessToken: page.accessToken, connectedAt: new Date().toISOString() };
  // What was written before the page became a channel is not fetched.
  for (const message of client.conversation.messages) message.at -= 60_000;
  page.subscriptions.clear();
  const provider = createFacebookProvider(standIn.config);
  await provider.register(settings);
  const file = (name: string) => standIn.app.keep({ ...sampleFiles.text, fileName: name });
  return {
    provider,
    channel: openedChannel({ provider: 'facebook', source: page.id, settings }),
    clientId: client.id,
    payloads: {
      text: (text) => textEntry(text),
      unknownKind: entryOf(
        fromClient({ message: { mid: 'm_B', attachments: [{ type: 'hologram', payload: { x: 1 } }] } }),
      ),
      others: [...others, standbyOf(fromPage({ message: { mid: 'm_e', is_echo: true, text: 'Hello', app_id: 42 } }))],
      inOrder: [
        textEntry('a', { mid: 'm_z', time: at + 10 }),
        textEntry('b', { mid: 'm_a', time: at + 11 }),
        textEntry('c', { mid: 'm_q', time: at + 12 }),
        textEntry('d', { mid: 'm_b', timestamp: at + 1, time: at + 12 }),
      ],
    },
    secretSettings: ['pageAccessToken'],
    credentials: {
      refused: async () => ({ pageId: page.id, pageAccessToken: `${page.accessToken}x` }),
      goAway: () => standIn.goDown(),
    },
    profiles: {
      expected: { firstName: 'Vera' },
      fail: async () => standIn.failNext(client.id, { kind: 'error', code: 2, status: 500 }),
    },
    attachments: {
      good: async () => ({ reference: standIn.app.fileUrl(file('notes.txt')), content: sampleFiles.text.bytes }),
      lost: async () => {
        const expired = file('notes.txt');
        expired.isExpired = true;
        return standIn.app.fileUrl(expired);
      },
      later: async () => {
        standIn.failNext('files', { kind: 'notJson' });
        return standIn.app.fileUrl(file('notes.txt'));
      },
      broken: async () => {
        standIn.failNext('files', { kind: 'dropAfter' });
        return standIn.app.fileUrl(file('notes.txt'));
      },
    },
    revocation: { revoke: async () => page.expireToken() },
    outgoingFiles: {
      good: async () => attachmentOf(sampleFiles.text),
      unreadable: async () => ({ ...attachmentOf(sampleFiles.text), open: brokenContent }),
      taken: () => page.sent.length,
    },
    sendingTrouble: {
      refuse: async () => client.block(),
      refuseForNow: async () => standIn.failNext('messages', { kind: 'rate', minutes: 2 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => standIn.failNext('messages', { kind: 'dropAfter' }),
    },
    findSent: {
      loseAnswer: async () => standIn.failNext('messages', { kind: 'dropAfter' }),
      goAway: () => standIn.goDown(),
    },
    replyWindow: { close: async () => age(client, 8 * 24 * hourMs) },
    threads: {
      refuse: async () => {
        client.conversation.owner = '42';
        for (const move of ['take', 'release', 'request'])
          standIn.failNext(`${move}_thread_control`, { kind: 'error', code: 200 });
        standIn.failNext('thread_owner', { kind: 'error', code: 200 });
      },
      goAway: () => standIn.goDown(),
    },
    safetyNet: {
      missed: async (count) => {
        const missed = Array.from({ length: count }, (_, index) => client.sendText(`Missed ${index}`));
        return missed.map((message) => ({
          ...{ id: page.id, time: message.at },
          messaging: [
            {
              ...{ sender: { id: client.id }, recipient: { id: page.id }, timestamp: message.at },
              message: page.shown(message),
            },
          ],
        }));
      },
      goAway: () => standIn.goDown(),
    },
    routes: {
      unauthenticated: unauthenticatedCalls(standIn.config.appSecret),
      genuine: (_desk, { id: mid, text }) => {
        const entry = { ...textEntry(text, { mid }), id: page.id };
        return signed(standIn.config.appSecret, JSON.stringify({ object: 'page', entry: [entry] }));
      },
      genuineBody: (_desk, body) => signed(standIn.config.appSecret, body),
    },
    stop: () => standIn.stop(),
  };
}

describeProvider('facebook', makeHarness, {
  without: {
    templates: 'Messenger has no approved messages',
    connecting: 'the page login is proof enough',
    polling: 'messages come by the webhook; the poll is a safety net',
  },
});
