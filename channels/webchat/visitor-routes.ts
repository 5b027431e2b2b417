import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { ProviderDesk, ProviderRequest, ProviderResponse, ProviderRoute } from '../contract';
import { problem } from '../shared/problem';
import type { Receipt } from '../shared/receipt-clock';
import { done, invalid, json } from './answers';
import { parseWebchat, type WebchatPayload } from './payload';
import { signVisitor, type Visitor, visitorOf } from './visitor-token';

const newVisitor = z.object({ name: z.string().trim().max(80).optional() });
const newMessage = z.object({
  messageId: z.string().min(1).max(64),
  text: z
    .string()
    .max(4096)
    .refine((text) => text.trim() !== '', 'There is nothing in it to read'),
});
const seenMessages = z.object({ messageIds: z.array(z.string().min(1).max(64)).min(1).max(200) });

/** 4,096 characters, each of which JSON may write as six bytes. */
const maxMessageBytes = 32 * 1024;

/** An object, or null for a body that is none. */
function bodyOf(request: ProviderRequest): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(request.rawBody.toString('utf8') || '{}');
    return z.record(z.string(), z.unknown()).safeParse(body).data ?? null;
  } catch {
    return null;
  }
}

export interface Call {
  request: ProviderRequest;
  desk: ProviderDesk;
  channel: OpenedChannel;
  visitor: Visitor;
}

const unknownChannel = problem('not_found', 'There is no such chat, or it is not open at the moment.');
const wrongToken = problem('forbidden', 'The visitor token is missing, or was not made for this chat.');
const noJson = problem('invalid_request', 'The body is no JSON object.');

/** Only for who has a token of this channel, in a header or in the body: without one nothing is read or written. */
export function forVisitors(answer: (call: Call, body: Record<string, unknown>) => Promise<ProviderResponse>) {
  return async (request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse> => {
    const { channelId = '' } = request.params;
    const body = bodyOf(request);
    // Before the channel is looked for: a stranger costs no reading.
    const visitor = visitorOf(desk, channelId, request.headers['x-visitor-token'] ?? body?.visitorToken);
    if (!visitor) return wrongToken;
    const channel = await desk.channelById(channelId);
    if (!channel) return unknownChannel;
    return body ? answer({ request, desk, channel, visitor }, body) : noJson;
  };
}

/** The address of this page is known to all the world: a visitor costs nothing to make, and nothing is kept of him. */
async function makeVisitor(request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse> {
  const channel = await desk.channelById(request.params.channelId ?? '');
  if (!channel) return unknownChannel;
  const body = bodyOf(request);
  if (!body) return noJson;
  const read = newVisitor.safeParse(body);
  if (!read.success) return invalid(read.error);
  const { name } = read.data;
  return json({ visitorToken: signVisitor(desk, channel, { id: randomUUID(), ...(name && { name }) }) }, 201);
}

function hand({ desk, channel }: Call, payload: WebchatPayload): Promise<void> {
  return desk.receive(channel, parseWebchat(payload));
}

/** What the page's visitor does. A messageId that came before is a repeat, which storage takes for the same message (domain 2.3). */
export function visitorRoutes(stamp: () => Receipt): ProviderRoute[] {
  return [
    {
      method: 'POST',
      path: '/:channelId/visitors',
      operationId: 'CreateWebchatVisitor',
      summary: 'Issues a token for a new visitor',
      maxBodyBytes: 4 * 1024,
      handle: makeVisitor,
    },
    {
      method: 'POST',
      path: '/:channelId/receive',
      operationId: 'ReceiveWebchatMessage',
      summary: 'Takes in a message of a visitor; answered when it is durable',
      maxBodyBytes: maxMessageBytes,
      handle: forVisitors(async (call, body) => {
        const read = newMessage.safeParse(body);
        if (!read.success) return invalid(read.error);
        const { id: visitorId, name } = call.visitor;
        await hand(call, { kind: 'message', visitorId, name, ...read.data, ...stamp() });
        return json({ messageId: read.data.messageId, status: 'accepted' });
      }),
    },
    {
      method: 'POST',
      path: '/:channelId/typing',
      operationId: 'ReportWebchatTyping',
      summary: 'Tells that the visitor is typing',
      maxBodyBytes: 4 * 1024,
      handle: forVisitors(async (call) => {
        await hand(call, { kind: 'typing', visitorId: call.visitor.id });
        return done;
      }),
    },
    {
      method: 'POST',
      path: '/:channelId/seen',
      operationId: 'ReportWebchatSeen',
      summary: 'Tells which answers the visitor has seen',
      maxBodyBytes: 32 * 1024,
      handle: forVisitors(async (call, body) => {
        const read = seenMessages.safeParse(body);
        if (!read.success) return invalid(read.error);
        await hand(call, { kind: 'seen', visitorId: call.visitor.id, messageIds: read.data.messageIds });
        return done;
      }),
    },
  ];
}
