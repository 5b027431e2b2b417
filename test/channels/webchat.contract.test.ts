import { randomUUID } from 'node:crypto';
import { createWebchatProvider } from '../../channels/webchat/provider';
import { signVisitor } from '../../channels/webchat/visitor-token';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import type { RouteCall } from '../support/call-route';
import { FakeDesk, openedChannel } from '../support/provider-desk';

function written(changes: object): unknown {
  const receivedAt = '2027-01-15T08:00:00.000Z';
  return {
    kind: 'message',
    visitorId: 'visitor',
    messageId: 'first',
    text: 'Hello',
    receivedAt,
    sequence: 0,
    ...changes,
  };
}

/** Requests to every route that reads or writes, with no token, a made-up one, and that of another channel. */
function unauthenticatedCalls(channelId: string): RouteCall[] {
  const foreign = new FakeDesk().signToken('webchat-visitor:other', JSON.stringify({ id: randomUUID() }));
  return [undefined, '', 'made.up', foreign].flatMap((visitorToken) => {
    const headers: Record<string, string> = visitorToken === undefined ? {} : { 'X-Visitor-Token': visitorToken };
    return [
      { path: `/${channelId}/receive`, body: { visitorToken, messageId: 'first', text: 'Hello' } },
      { path: `/${channelId}/typing`, body: { visitorToken } },
      { path: `/${channelId}/seen`, body: { visitorToken, messageIds: ['first'] } },
      { method: 'POST', path: `/${channelId}/files?messageId=first&index=0`, headers, body: 'content' },
      { path: `/${channelId}/messages`, headers },
      { path: `/${channelId}/events`, headers },
    ];
  });
}

const visitor = { id: randomUUID(), name: 'Vera' };

async function makeHarness(): Promise<ProviderHarness> {
  const source = randomUUID();
  const channel = openedChannel({ provider: 'webchat', source, settings: { source } });
  return {
    provider: createWebchatProvider(),
    channel,
    clientId: 'visitor',
    payloads: {
      text: (text) => written({ text }),
      unknownKind: written({ kind: 'drawing', strokes: [[1, 2]] }),
      inOrder: [
        written({ messageId: 'a', sequence: 0 }),
        written({ messageId: 'b', sequence: 1 }),
        written({ messageId: 'c', receivedAt: '2027-01-15T08:00:00.001Z', sequence: 0 }),
      ],
      others: [
        { kind: 'typing', visitorId: 'visitor' },
        { kind: 'seen', visitorId: 'visitor', messageIds: ['first', 'second'] },
      ],
    },
    secretSettings: [],
    routes: {
      unauthenticated: unauthenticatedCalls(channel.id),
      genuine: (desk, { id: messageId, text }) => {
        const headers = { 'X-Visitor-Token': signVisitor(desk, channel, visitor) };
        return { path: `/${channel.id}/receive`, headers, body: { messageId, text } };
      },
      genuineBody: (desk, body) => {
        const headers = { 'X-Visitor-Token': signVisitor(desk, channel, visitor) };
        return { method: 'POST', path: `/${channel.id}/receive`, headers, body };
      },
    },
    stop: async () => {},
  };
}

const noMessenger = 'the page is our own: there is no messenger that could refuse or be away';

describeProvider('webchat', makeHarness, {
  without: {
    credentials: noMessenger,
    profiles: 'a visitor tells nothing but the name that comes with his message',
    attachments: 'visitors’ files are brought before their message: there is nothing to load',
    sendingTrouble: noMessenger,
    revocation: 'there are no credentials',
    outgoingFiles: 'the page reads files from our own store',
    findSent: 'a repeated answer has no second effect',
    replyWindow: 'a visitor may be answered whenever he likes',
    templates: 'there is no window to send them outside of',
    connecting: 'there is nobody to confirm it to',
    threads: 'nobody else answers on our page',
    polling: 'visitors’ pages call us',
    safetyNet: 'pages repeat what they could not deliver',
    signatures: 'a visitor proves who he is by a token',
  },
});
