import { createFacebookProvider } from '../../channels/facebook/provider';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import type { RouteCall } from '../support/call-route';
import { startFacebookStandIn } from '../support/facebook/facebook-stand-in';
import { signatureOf } from '../support/facebook/webhook';
import { openedChannel } from '../support/provider-desk';
import { sampleFiles } from '../support/sample-files';
import { at, entryOf, fromClient, textEntry } from './facebook-payloads';

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
    },
    sendingTrouble: {
      refuse: async () => client.block(),
      refuseForNow: async () => standIn.failNext('messages', { kind: 'rate', minutes: 2 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => standIn.failNext('messages', { kind: 'dropAfter' }),
    },
    routes: { unauthenticated: unauthenticatedCalls(standIn.config.appSecret) },
    stop: () => standIn.stop(),
  };
}

describeProvider('facebook', makeHarness);
