import { z } from 'zod';
import type { InboundEvent, IncomingAttachment } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import { UnreadablePayload } from '../contract';

const visitorId = z.string().min(1).max(64);

/** Brought before the message, and stored. */
const file = z.object({
  fileId: z.string(),
  reference: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
});

const written = {
  visitorId,
  name: z.string().optional(),
  messageId: z.string().min(1).max(64),
  /** Receipt counts: clocks of visitors are not to be trusted with an order (domain 2.3). */
  receivedAt: z.iso.datetime(),
  sequence: z.int().min(0),
};

/** What the routes hand to the converter: what the page sent, who it was by his token, and when it came. */
const webchatPayload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), ...written, text: z.string(), files: z.array(file).default([]) }),
  z.object({ kind: z.literal('typing'), visitorId }),
  z.object({ kind: z.literal('seen'), visitorId, messageIds: z.array(z.string().min(1).max(64)) }),
]);
export type WebchatPayload = z.input<typeof webchatPayload>;

/** A kind that a newer page may know. */
const unknownKind = z.looseObject({ kind: z.string(), ...written });

function messageOf(payload: z.infer<typeof unknownKind>) {
  const { visitorId: clientId, messageId: externalId, receivedAt, sequence, name } = payload;
  const timestamp = new Date(receivedAt);
  return { clientId, externalId, timestamp, sequence, attachments: [], ...(name && { profile: { firstName: name } }) };
}

function typeOf(mediaType: string): MessageType {
  const [family] = mediaType.split('/');
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file';
}

/** Files of several kinds are files. */
function contentOf({ text, files }: { text: string; files: IncomingAttachment[] }) {
  const [first, ...others] = new Set(files.map(({ mediaType }) => typeOf(mediaType)));
  const type: MessageType = first === undefined ? 'text' : others.length === 0 ? first : 'file';
  return { type, text, attachments: files };
}

/** Converter: pure, the same answer to the same payload every time. */
export function parseWebchat(payload: unknown): InboundEvent[] {
  const read = webchatPayload.safeParse(payload);
  if (!read.success) {
    const unknown = unknownKind.safeParse(payload);
    if (!unknown.success) throw new UnreadablePayload('This is nothing that the web chat’s page sends.');
    const message = { ...messageOf(unknown.data), type: 'unsupported' as const, text: '', raw: payload };
    return [{ kind: 'message', message }];
  }
  const event = read.data;
  switch (event.kind) {
    case 'message':
      return [{ kind: 'message', message: { ...messageOf(event), ...contentOf(event) } }];
    case 'typing':
      return [{ kind: 'typing', clientId: event.visitorId }];
    case 'seen':
      return event.messageIds.map((externalId) => {
        return { kind: 'delivery', clientId: event.visitorId, externalId, status: 'read' };
      });
    default:
      return event satisfies never;
  }
}
