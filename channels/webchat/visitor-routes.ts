import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isBlank } from '../../domain/blank';
import { wordsFor } from '../../domain/field-words';
import type { ProviderDesk, ProviderRequest, ProviderResponse, ProviderRoute } from '../contract';
import { madeUpId } from '../shared/made-up-id';
import { problem } from '../shared/problem';
import type { Receipt } from '../shared/receipt-clock';
import { done, invalidFields, json } from './answers';
import { filesOf, maxFiles } from './file-routes';
import type { Limits } from './limits';
import { parseWebchat, type WebchatPayload } from './payload';
import { tokenOfCookie, visitorCookie } from './visitor-cookie';
import { signVisitor, visitorOf } from './visitor-token';
import {
  bodyOf,
  type Call,
  foreignPage,
  forVisitors,
  isForeignPage,
  maxNameLength,
  maxTextLength,
  messageId,
  noJson,
  unknownChannel,
} from './visitors-only';

const newVisitor = z.object({
  name: z.string().trim().max(maxNameLength).optional(),
  /** Whether the browser is to be given a cookie, for want of another place. */
  cookie: z.boolean().default(false),
});
const newMessage = z
  .object({
    messageId: messageId.optional(),
    text: z.string().max(maxTextLength).optional(),
    /** How many were brought for it. */
    files: z.int().min(0).max(maxFiles).default(0),
  })
  .refine(({ text, files }) => files > 0 || text === undefined || !isBlank(text), {
    path: ['text'],
    message: 'There is nothing in it to read',
  })
  .refine(({ text, files }) => files > 0 || text !== undefined, { path: ['text'], message: 'It is missing' })
  .transform(({ text = '', ...rest }) => ({ ...rest, text }));
const seenMessages = z.object({ messageIds: z.array(messageId).min(1).max(200) });

/** A whole text, each character of which JSON may write as six bytes. */
const maxMessageBytes = 32 * 1024;

const filesMissing = {
  files: 'A file is not there (any more). Bring the files of this message once more, then send it.',
};

/** The address of this page is known to all the world: a visitor costs nothing to make, and nothing is kept of him. */
async function makeVisitor(request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse> {
  if (isForeignPage(request)) return foreignPage;
  const channel = await desk.channelById(request.params.channelId ?? '');
  if (!channel) return unknownChannel;
  const body = bodyOf(request);
  if (!body) return noJson;
  const read = newVisitor.safeParse(body, { error: wordsFor });
  if (!read.success) return invalidFields(read.error);
  const { name, cookie } = read.data;
  const visitorToken = signVisitor(desk, channel, { id: randomUUID(), ...(name && { name }) });
  const answer = json({ visitorToken }, 201);
  return cookie
    ? {
        ...answer,
        headers: {
          ...answer.headers,
          'set-cookie': visitorCookie(channel, { root: request.root, token: visitorToken }),
        },
      }
    : answer;
}

/** Only to our own page, and only where a browser says that it is. */
async function recallVisitor(request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse> {
  if (request.headers['sec-fetch-site'] !== 'same-origin') return foreignPage;
  const visitorToken = tokenOfCookie(request);
  const isGood = visitorToken !== null && visitorOf(desk, request.params.channelId ?? '', visitorToken) !== null;
  return json({ visitorToken: isGood ? visitorToken : null });
}

function hand({ desk, channel }: Call, payload: WebchatPayload): Promise<void> {
  return desk.receive(channel, parseWebchat(payload));
}

/** What the page's visitor does. A messageId that came before is a repeat, which storage takes for the same message (domain 2.3). */
export function visitorRoutes(stamp: () => Receipt, limits: Limits): ProviderRoute[] {
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
      method: 'GET',
      path: '/:channelId/visitor',
      operationId: 'RecallWebchatVisitor',
      summary: 'The token that the browser was given in a cookie; null when there is none',
      maxBodyBytes: 0,
      handle: recallVisitor,
    },
    {
      method: 'POST',
      path: '/:channelId/receive',
      operationId: 'ReceiveWebchatMessage',
      summary: 'Takes in a message of a visitor; answered when it is durable',
      maxBodyBytes: maxMessageBytes,
      handle: forVisitors(async (call, body) => {
        const read = newMessage.safeParse(body, { error: wordsFor });
        if (!read.success) return invalidFields(read.error);
        const { files: count, ...told } = read.data;
        const { visitor } = call;
        const receipt = stamp();
        const message = { ...told, messageId: told.messageId ?? madeUpId(visitor.id, told.text, receipt) };
        const refused = await limits.message(visitor);
        if (refused) return refused;
        const files = await filesOf(call, message.messageId, count);
        if (!files) return problem('invalid_request', filesMissing.files, filesMissing);
        await hand(call, { kind: 'message', visitorId: visitor.id, name: visitor.name, ...message, files, ...receipt });
        return json({ messageId: message.messageId, status: 'accepted' });
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
        const read = seenMessages.safeParse(body, { error: wordsFor });
        if (!read.success) return invalidFields(read.error);
        await hand(call, { kind: 'seen', visitorId: call.visitor.id, messageIds: read.data.messageIds });
        return done;
      }),
    },
  ];
}
