import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { EchoedMessage, InboundEvent, IncomingAttachment } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import type { PollOutcome, PollRequest } from '../contract';
import type { FacebookApp } from './app';
import { type PageMessage, readPageMessages } from './conversations';
import { healthOf, noToken, type Trouble, waitAfter } from './errors';
import { fileNameOf } from './file-names';
import { type FacebookSettings, settingsOf } from './settings';
import { lookAtSubscription, subscribe } from './subscription';

const minuteMs = 60_000;
/** Between two looks. An app is unsubscribed after an hour of failures: minutes more do not matter. */
const betweenLooksMs = 5 * minuteMs;
/** Each look goes back this much further than the one before: clocks differ, and so do a message's and its conversation's times. */
const overlapMs = 15 * minuteMs;
/** How far a look goes back that has no other to go on from; Facebook itself repeats what it could not deliver for this long. */
const lookBackMs = 36 * 60 * minuteMs;
/** What is younger than this a webhook may still bring, with more than the inbox tells of it. */
const webhookMs = minuteMs;
/** What the page sent and is younger than this may be ours, on its way: whether it is, nothing in the inbox tells. */
const sendingMs = 10 * minuteMs;

/** How long before the login ends the administrator is told. */
const remindBeforeMs = 7 * 24 * 60 * minuteMs;

const cursorForm = z.object({ lookedAt: z.iso.datetime() });

function lookedAtIn(cursor: string | null): number | null {
  try {
    const read = cursorForm.safeParse(JSON.parse(cursor ?? 'null'));
    return read.success ? Date.parse(read.data.lookedAt) : null;
  } catch {
    return null;
  }
}

/** What was written before the page became a channel is not taken in (domain 2.2), nor what while it was switched off (2.7). */
function beginOf({ cursor, channel }: PollRequest, { connectedAt }: FacebookSettings): Date {
  const lookedAt = lookedAtIn(cursor);
  const from = lookedAt === null ? Date.now() - lookBackMs : lookedAt - overlapMs;
  const begin = Math.max(from, Date.parse(connectedAt ?? '') || 0, channel.acceptsFrom?.getTime() ?? 0);
  // The inbox tells whole seconds.
  return new Date(Math.floor(begin / 1000) * 1000);
}

function fileOf({
  mime_type,
  name,
  size,
  ...addresses
}: NonNullable<PageMessage['attachments']>['data'][number]): IncomingAttachment[] {
  const reference = addresses.file_url ?? addresses.image_data?.url ?? addresses.video_data?.url;
  if (reference === undefined) return [];
  const mediaType = mime_type ?? 'application/octet-stream';
  return [
    {
      fileName: fileNameOf({ given: name, kind: 'file', address: reference, mediaType }),
      mediaType,
      size: size ?? null,
      reference,
    },
  ];
}

function typeOf(attachments: IncomingAttachment[], text: string): MessageType {
  const kind = attachments[0]?.mediaType.split('/')[0];
  if (kind === undefined) return text === '' ? 'unsupported' : 'text';
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
}

function contentOf(message: PageMessage) {
  const text = message.message ?? '';
  if (message.sticker !== undefined) {
    const reference = message.sticker;
    const sticker = { fileName: 'sticker.png', mediaType: 'image/png', size: null, reference };
    return { type: 'sticker' as const, text, attachments: [sticker] };
  }
  const attachments = (message.attachments?.data ?? []).flatMap(fileOf);
  const type = typeOf(attachments, text);
  return { type, text, attachments, ...(type === 'unsupported' && { raw: message }) };
}

/** The inbox tells whole seconds: what the webhook brought within the same one, before it failed, stands before it. */
function atEndOf(second: Date): Date {
  return new Date(second.getTime() + 999);
}

function eventOf(message: PageMessage, sequence: number, pageId: string): InboundEvent[] {
  const isFromPage = message.from?.id === pageId;
  const clientId = isFromPage ? message.to?.data.find(({ id }) => id !== pageId)?.id : message.from?.id;
  if (clientId === undefined) return [];
  const written = {
    clientId,
    externalId: message.id,
    timestamp: atEndOf(message.created_time),
    sequence,
    ...contentOf(message),
  };
  const echoed: EchoedMessage = { ...written, authorName: 'Page inbox' };
  return [isFromPage ? { kind: 'echo', message: echoed } : { kind: 'message', message: written }];
}

function eventsOf(messages: PageMessage[], request: PollRequest, since: Date): InboundEvent[] {
  const now = Date.now();
  const pageId = request.channel.source;
  /** After an outage no webhook is to be waited for. */
  const clientsMs = request.isFirst || request.atOnce ? 0 : webhookMs;
  return messages
    .filter(({ created_time: at, from }) => {
      const ageMs = now - at.getTime();
      return at >= since && ageMs >= (from?.id === pageId ? sendingMs : clientsMs);
    })
    .flatMap((message, place) => eventOf(message, place, pageId));
}

function troubled(trouble: Trouble): PollOutcome {
  const retryAfterMs = waitAfter(trouble) ?? (trouble.kind === 'unauthorized' ? minuteMs : 10_000);
  return { kind: 'trouble', health: healthOf(trouble), retryAfterMs };
}

/** The subscription was lost, and with it what was written since: it is renewed, and the next look comes at once. */
const renewed: PollOutcome = {
  kind: 'trouble',
  health: {
    status: 'failing',
    detail:
      'Facebook had stopped bringing this page’s messages, as it does when its deliveries fail for an hour. Parley has subscribed again and fetches what was missed.',
  },
  retryAfterMs: 1_000,
};

/** A login ends about sixty days after it was made, and with it the page's messages. */
function noticeOf({ loginEndsAt }: FacebookSettings): Pick<Extract<PollOutcome, { kind: 'batch' }>, 'notice'> {
  const endsAtMs = Date.parse(loginEndsAt ?? '');
  if (Number.isNaN(endsAtMs) || endsAtMs - Date.now() > remindBeforeMs) return {};
  const day = new Date(endsAtMs).toISOString().slice(0, 10);
  return { notice: `Receiving messages. The login at Facebook ends on ${day}: log in again before that day.` };
}

async function look(app: FacebookApp, request: PollRequest): Promise<PollOutcome> {
  const { channel, signal, cursor } = request;
  const settings = settingsOf(channel);
  if (settings === null) return troubled(noToken);
  const page = { id: channel.source, token: settings.pageAccessToken };
  const subscription = await lookAtSubscription(app, page, signal);
  if (!subscription.ok) return troubled(subscription.trouble);
  if (!subscription.isSubscribed) {
    const trouble = await subscribe(app, page, signal);
    return trouble === null ? renewed : troubled(trouble);
  }
  const lookedAt = new Date().toISOString();
  const since = beginOf(request, settings);
  const read = await readPageMessages({ app, channel, signal }, { since });
  if (!read.ok) return troubled(read.trouble);
  const events = eventsOf(read.items, request, since);
  // A page on which nothing happens needs no place to go on from.
  const next = read.items.length === 0 ? cursor : JSON.stringify({ lookedAt });
  return { kind: 'batch', events, cursor: next, ...noticeOf(settings) };
}

/**
 * Safety net: whether Facebook still brings what happens on the page, and what it did not bring, from the page's own
 * inbox. What is known already comes again, and is known by its id.
 */
export async function pollFacebook(app: FacebookApp, request: PollRequest): Promise<PollOutcome> {
  const { signal, cursor, isFirst, atOnce } = request;
  const ended: PollOutcome = { kind: 'batch', events: [], cursor };
  try {
    if (!isFirst && !atOnce) await sleep(betweenLooksMs, undefined, { signal });
  } catch {
    return ended;
  }
  const outcome = await look(app, request);
  return signal.aborted ? ended : outcome;
}
