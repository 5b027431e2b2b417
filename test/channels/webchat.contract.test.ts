import { randomUUID } from 'node:crypto';
import { createWebchatProvider } from '../../channels/webchat/provider';
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
      { path: `/${channelId}/messages`, headers },
      { path: `/${channelId}/events`, headers },
    ];
  });
}

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
    },
    secretSettings: [],
    routes: { unauthenticated: unauthenticatedCalls(channel.id) },
    stop: async () => {},
  };
}

const noMessenger = 'the page is our own: there is no messenger that could refuse or be away';

describeProvider('webchat', makeHarness, {
  without: {
    credentials: noMessenger,
    profiles: 'a visitor tells nothing but the name that comes with his message',
    attachments: 'visitors send text only',
    sendingTrouble: noMessenger,
    polling: 'visitors’ pages call us',
  },
});
