import { createHmac, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { KeptFile, ProviderDesk, UploadedFile } from '../../channels/contract';
import { justAdded, type OpenedChannel, takesPart } from '../../domain/channel';
import type { InboundEvent, IncomingMessage } from '../../domain/inbound';
import { type Message, movesForward, unaccompanied } from '../../domain/message';
import { inOrder, keyBehind, laterKey, orderKey } from '../../domain/order-key';
import { accompanimentOf } from '../../storage/message-row';

const yearMs = 365 * 24 * 60 * 60_000;

/** A channel that takes part, since long ago, unless told otherwise. */
export function openedChannel(changes: Partial<OpenedChannel> & Pick<OpenedChannel, 'provider'>): OpenedChannel {
  const id = randomUUID();
  return {
    id,
    name: 'Support',
    source: `source-${id}`,
    active: true,
    queueId: 'queue',
    language: 'en',
    verified: true,
    health: { status: 'ok', detail: '', checkedAt: new Date() },
    ...justAdded({ verified: true }),
    connectedAt: new Date(Date.now() - yearMs),
    settings: {},
    ...changes,
  };
}

function storedMessage(channel: OpenedChannel, incoming: IncomingMessage): Message {
  return {
    id: randomUUID(),
    chatId: null,
    channelId: channel.id,
    provider: channel.provider,
    clientId: incoming.clientId,
    direction: 'incoming',
    kind: incoming.notice === undefined ? 'message' : 'system',
    notice: incoming.notice ?? null,
    type: incoming.type,
    text: incoming.text,
    timestamp: incoming.timestamp,
    sequence: incoming.sequence,
    orderKey: orderKey(incoming.orderAt ?? incoming.timestamp, incoming.sequence),
    externalId: incoming.externalId,
    replyToExternalId: incoming.replyToExternalId ?? null,
    editedAt: null,
    versions: [],
    location: incoming.location ?? null,
    ...unaccompanied,
    ...accompanimentOf(incoming),
    attachments: incoming.attachments.map(({ fileId = null, ...attachment }) => {
      return { ...attachment, id: randomUUID(), status: fileId === null ? 'pending' : 'stored', fileId, failure: null };
    }),
    authorId: null,
    authorName: null,
    deliveryStatus: null,
    failure: null,
    reaction: null,
    template: null,
    possiblyRepeated: false,
  };
}

/** The service as a provider's routes see it, in memory: it keeps a message once, and in the messenger's order. */
export class FakeDesk implements ProviderDesk {
  /** Every hand-over, repeats too. */
  readonly received: Array<{ channel: OpenedChannel; events: InboundEvent[] }> = [];
  readonly messages: Message[] = [];
  readonly files = new Map<string, Omit<KeptFile, 'size'> & { bytes: Buffer }>();
  /** Set to make the next hand-overs fail, as when the store is away. */
  receiveFailure: Error | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly key = randomUUID();

  constructor(readonly channels: OpenedChannel[] = []) {}

  get events(): InboundEvent[] {
    return this.received.flatMap(({ events }) => events);
  }

  async channelById(id: string): Promise<OpenedChannel | null> {
    return this.channels.find((channel) => channel.id === id && takesPart(channel)) ?? null;
  }

  async channelBySource(source: string): Promise<OpenedChannel | null> {
    return this.channels.find((channel) => channel.source === source) ?? null;
  }

  async anyChannelById(id: string): Promise<OpenedChannel | null> {
    return this.channels.find((channel) => channel.id === id) ?? null;
  }

  async settleConnection(channel: OpenedChannel, { verified, detail }: { verified: boolean; detail: string }) {
    channel.verified = channel.verified || verified;
    channel.health = { status: verified ? 'ok' : 'failing', detail, checkedAt: new Date() };
  }

  async receive(channel: OpenedChannel, events: InboundEvent[]): Promise<void> {
    if (this.receiveFailure) throw this.receiveFailure;
    this.received.push({ channel, events });
    for (const event of events) this.take(channel, event);
    this.changed();
  }

  /** An operator's answer that was sent. */
  answer(channel: OpenedChannel, clientId: string, changes: Partial<Message> = {}): Message {
    const id = randomUUID();
    const incoming: IncomingMessage = {
      clientId,
      externalId: id,
      type: 'text',
      text: 'How can I help?',
      timestamp: new Date(),
      sequence: 0,
      attachments: [],
    };
    const stored = storedMessage(channel, incoming);
    const before = this.messages.at(-1)?.orderKey;
    const message: Message = {
      ...stored,
      id,
      orderKey: before === undefined ? stored.orderKey : laterKey(stored.orderKey, keyBehind(before)),
      direction: 'outgoing',
      authorName: 'Olga',
      deliveryStatus: 'sent',
      ...changes,
    };
    this.messages.push(message);
    this.changed();
    return message;
  }

  async conversation(request: { channelId: string; clientId: string; limit: number }): Promise<Message[]> {
    const { channelId, clientId, limit } = request;
    const own = this.messages.filter((message) => message.channelId === channelId && message.clientId === clientId);
    return own.sort(inOrder).slice(-limit);
  }

  async keepFile({ id, content, ...file }: UploadedFile): Promise<KeptFile> {
    const known = await this.keptFile(id);
    if (known) return known;
    const bytes = await buffer(content);
    this.files.set(id, { fileId: `kept.${id}`, ...file, bytes });
    return { fileId: `kept.${id}`, ...file, size: bytes.length };
  }

  async keptFile(id: string): Promise<KeptFile | null> {
    const file = this.files.get(id);
    if (!file) return null;
    const { bytes, ...about } = file;
    return { ...about, size: bytes.length };
  }

  fileUrl(fileId: string, fileName: string): string {
    return `/files/${fileId}/${encodeURIComponent(fileName)}?signature=fake`;
  }

  async *conversationChanges({ signal }: { signal: AbortSignal }): AsyncGenerator<void> {
    let wake = () => {};
    let pending = false;
    const listener = () => {
      pending = true;
      wake();
    };
    this.listeners.add(listener);
    signal.addEventListener('abort', listener);
    try {
      while (!signal.aborted) {
        if (!pending) await new Promise<void>((resolve) => (wake = resolve));
        pending = false;
        if (!signal.aborted) yield;
      }
    } finally {
      this.listeners.delete(listener);
      signal.removeEventListener('abort', listener);
    }
  }

  signToken(purpose: string, value: string): string {
    return `${Buffer.from(value).toString('base64url')}.${this.seal(purpose, value)}`;
  }

  verifyToken(purpose: string, token: string): string | null {
    const [encoded = '', seal] = token.split('.');
    const value = Buffer.from(encoded, 'base64url').toString();
    return seal === this.seal(purpose, value) ? value : null;
  }

  private seal(purpose: string, value: string): string {
    return createHmac('sha256', this.key).update(`${purpose}\n${value}`).digest('base64url');
  }

  private take(channel: OpenedChannel, event: InboundEvent): void {
    if (event.kind !== 'delivery' && event.kind !== 'message' && event.kind !== 'edit') return;
    const { clientId, externalId } = event.kind === 'delivery' ? event : event.message;
    const isSame = (row: Message) =>
      row.channelId === channel.id && row.clientId === clientId && row.externalId === externalId;
    const known = this.messages.find(isSame);
    if (event.kind === 'delivery') {
      if (known?.deliveryStatus && movesForward(known.deliveryStatus, event.status))
        known.deliveryStatus = event.status;
    } else if (!known) {
      this.messages.push(storedMessage(channel, event.message));
    }
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
