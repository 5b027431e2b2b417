import { isBlank } from '../../domain/blank';
import type { OpenedChannel } from '../../domain/channel';
import type { EchoedMessage, InboundEvent, IncomingAttachment } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import type { TextLink } from '../../domain/message-parts';
import { latestByOther } from '../../domain/messenger-clock';
import type { PageMessage } from './conversations';
import { nameOf } from './file-names';
import { addressMeant, isNamed } from './links';

const minuteMs = 60_000;
/** What is younger than this a webhook may still bring, with more than the inbox tells of it. */
const webhookMs = minuteMs;
/** What the page sent and is younger than this may be ours, on its way: whether it is, nothing in the inbox tells. */
const sendingMs = 10 * minuteMs;

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
      ...nameOf({ given: name, kind: 'file', address: reference, mediaType }),
      mediaType,
      size: size ?? null,
      reference,
    },
  ];
}

function typeOf(attachments: IncomingAttachment[], text: string, links: TextLink[]): MessageType {
  const kind = attachments[0]?.mediaType.split('/')[0];
  if (kind === undefined && isBlank(text)) return links.length === 0 ? 'unsupported' : 'link';
  if (kind === undefined) return 'text';
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
}

/** What was shared, as far as the words do not name it. */
function linksOf({ shares }: PageMessage, text: string): TextLink[] {
  return (shares?.data ?? []).flatMap(({ link, name }) => {
    if (link === undefined || isNamed(text, link)) return [];
    const url = addressMeant(link);
    return [{ text: name || url, url }];
  });
}

function contentOf(message: PageMessage) {
  const text = message.message ?? '';
  if (message.sticker !== undefined) {
    const reference = message.sticker;
    const sticker = { fileName: 'sticker.png', mediaType: 'image/png', size: null, reference };
    return { type: 'sticker' as const, text, attachments: [sticker] };
  }
  const attachments = (message.attachments?.data ?? []).flatMap(fileOf);
  const links = linksOf(message, text);
  const type = typeOf(attachments, text, links);
  return {
    type,
    text,
    attachments,
    ...(links.length > 0 && { links }),
    ...(type === 'unsupported' && { raw: message }),
  };
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
  if (isFromPage) return [{ kind: 'echo', message: echoed }];
  // Of a message without words the inbox may just not tell what it was; one of blanks is one of blanks.
  const isEmpty = written.type === 'unsupported' && written.text !== '';
  return [{ kind: 'message', message: isEmpty ? { ...written, notice: 'empty_message', text: '' } : written }];
}

/** What the page's inbox tells, as events of the messages that are meant by now to be taken from there. */
export function eventsOf(
  messages: PageMessage[],
  /** After an outage no webhook is to be waited for. */
  { channel, since, isAfterOutage }: { channel: OpenedChannel; since: Date; isAfterOutage: boolean },
): InboundEvent[] {
  const now = latestByOther(channel.clockAheadMs).getTime();
  const pageId = channel.source;
  const clientsMs = isAfterOutage ? 0 : webhookMs;
  return messages
    .filter(({ created_time: at, from }) => {
      const ageMs = now - at.getTime();
      return at >= since && ageMs >= (from?.id === pageId ? sendingMs : clientsMs);
    })
    .flatMap((message, place) => eventOf(message, place, pageId));
}
