import { createFacebookProvider } from '../../channels/facebook/provider';
import { brokenContent } from '../contracts/broken-content';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import type { RouteCall } from '../support/call-route';
import { startFacebookStandIn } from '../support/facebook/facebook-stand-in';
import { escapedJson, signatureOf } from '../support/facebook/webhook';
import { openedChannel } from '../support/provider-desk';
import { grownTo, sampleFiles } from '../support/sample-files';
import { age, attachmentOf } from './facebook-bench';
import { at, entryOf, fromClient, fromPage, standbyOf, textEntry } from './facebook-payloads';

const longAgoMs = 100 * 24 * 60 * 60 * 1000;

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
  const { conversation } = client;
  const post = (body: object | string | Buffer): RouteCall => {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : escapedJson(body);
    const signature = signatureOf(bytes, standIn.config.appSecret);
    return { method: 'POST', path: '', body: bytes, headers: { 'X-Hub-Signature-256': signature } };
  };
  const delivered = (event: object, timestamp: number) => ({
    id: page.id,
    time: timestamp,
    messaging: [{ sender: { id: client.id }, recipient: { id: page.id }, timestamp, ...event }],
  });
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
      inOrder: [
        textEntry('a', { mid: 'm_z', time: at + 10 }),
        textEntry('b', { mid: 'm_a', time: at + 11 }),
        textEntry('c', { mid: 'm_q', time: at + 12 }),
        textEntry('d', { mid: 'm_b', timestamp: at + 1, time: at + 12 }),
      ],
      others: [
        entryOf(
          fromClient({
            message: { mid: 'm_C', attachments: [{ type: 'image', payload: { url: 'https://x.fbcdn.net/1' } }] },
          }),
        ),
        entryOf(
          fromClient({
            message: { mid: 'm_D', text: 'Yes', quick_reply: { payload: 'yes' }, reply_to: { mid: 'm_A' } },
          }),
        ),
        entryOf(fromClient({ postback: { mid: 'm_E', title: 'Get Started', payload: 'start' } })),
        entryOf(fromClient({ message_edit: { mid: 'm_A', text: 'Hello there', num_edit: 1 } })),
        entryOf(fromClient({ reaction: { mid: 'm_A', action: 'react', reaction: 'love', emoji: '❤' } })),
        entryOf(fromClient({ delivery: { mids: ['m_F'], watermark: at } })),
        entryOf(fromClient({ read: { watermark: at } })),
        entryOf(fromPage({ message: { mid: 'm_G', text: 'Good day', is_echo: true, app_id: 42 } })),
        entryOf(fromClient({ pass_thread_control: { previous_owner_app_id: '1', new_owner_app_id: '42' } })),
        standbyOf(fromClient({ message: { mid: 'm_H', text: 'To the bot' } })),
      ],
    },
    secretSettings: ['pageAccessToken'],
    credentials: {
      refused: async () => ({ pageId: page.id, pageAccessToken: `${page.accessToken}x` }),
      goAway: () => standIn.goDown(),
    },
    revocation: { revoke: async () => page.expireToken() },
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
        return standIn.app.fileUrl(standIn.app.keep(grownTo(sampleFiles.text, 100_000)));
      },
    },
    outgoingFiles: {
      good: async () => attachmentOf(sampleFiles.pdf),
      unreadable: async () => ({ ...attachmentOf(sampleFiles.pdf), open: brokenContent }),
      taken: () => page.sent.filter(({ files }) => files.length > 0).length,
    },
    findSent: {
      loseAnswer: async () => standIn.failNext('messages', { kind: 'dropAfter' }),
      goAway: () => standIn.goDown(),
    },
    replyWindow: { close: async () => age(client, longAgoMs) },
    threads: {
      refuse: async (how) => {
        conversation.owner = how === 'handBack' ? standIn.app.id : '42';
        const edges = how === 'handBack' ? ['release'] : ['take', 'request'];
        for (const edge of edges) standIn.failNext(`${edge}_thread_control`, { kind: 'error', code: 10, status: 403 });
      },
      goAway: () => standIn.goDown(),
    },
    safetyNet: {
      missed: async (count) => {
        const messages = Array.from({ length: count }, (_, index) => client.sendText(`missed ${index}`));
        return messages.map((message) => delivered({ message: page.shown(message) }, message.at));
      },
      leadTo: async (address) => {
        standIn.app.webhook.url = address;
      },
      goAway: () => standIn.goDown(),
    },
    sendingTrouble: {
      refuse: async () => client.block(),
      refuseForNow: async () => standIn.failNext('messages', { kind: 'rate', minutes: 2 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => standIn.failNext('messages', { kind: 'dropAfter' }),
      spoilAnswer: async (answer) => standIn.failNext('messages', { kind: 'spoilt', answer, taken: true }),
    },
    routes: {
      unauthenticated: unauthenticatedCalls(standIn.config.appSecret),
      genuine: (_desk, { id, text }) =>
        post({ object: 'page', entry: [delivered({ message: { mid: `m_${id}`, text } }, at)] }),
      genuineBody: (_desk, body) => post(body),
    },
    stop: () => standIn.stop(),
  };
}

describeProvider('facebook', makeHarness, {
  without: {
    templates: 'outside its windows Facebook leaves nothing to be sent',
    connecting: 'the page login is proof enough',
    polling: 'Facebook calls us',
  },
});
