import { createParser } from 'eventsource-parser';
import type { ApiChat, ApiClient, ApiMessage } from './api-client';
import type { ApiProcessRun } from './chat-actions';
import { eventually } from './eventually';

export interface HeardEvent {
  type: string;
  /** The place in the stream, as the caller knows it after this event. */
  lastEventId: string;
  data: {
    chat?: ApiChat;
    message?: ApiMessage;
    process?: ApiProcessRun;
    operatorStatus?: { status: string; reason: string; load: number; limit: number };
  };
}

/** An operator's live events, as his browser hears them. */
export class EventStream {
  readonly events: HeardEvent[] = [];
  /** By this the stream is taken up again. */
  lastEventId: string;
  private readonly connection = new AbortController();
  private ended = false;
  private hasPlace = false;

  private constructor(lastEventId: string) {
    this.lastEventId = lastEventId;
  }

  /** Listens from now on, or after the event that was heard last. Resolves when the server has told the place in the stream. */
  static async open(client: Pick<ApiClient, 'base' | 'token'>, lastEventId = '', language = ''): Promise<EventStream> {
    const stream = new EventStream(lastEventId);
    const response = await fetch(`${client.base}/api/events`, {
      headers: {
        Authorization: `Bearer ${client.token}`,
        ...(lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId }),
        ...(language === '' ? {} : { 'Accept-Language': language }),
      },
      signal: stream.connection.signal,
    });
    if (response.status !== 200 || response.body === null) throw new Error(`GET /api/events: ${response.status}`);
    void stream.read(response.body);
    await eventually('the stream tells where it is', async () => stream.hasPlace);
    return stream;
  }

  /** The connection is gone, without a word. */
  cut(): void {
    this.connection.abort();
  }

  get isEnded(): boolean {
    return this.ended;
  }

  /** What was told, as `type subject` where the subject is a chat or a message. */
  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  untilHeard(type: string, fits: (event: HeardEvent) => boolean = () => true): Promise<HeardEvent> {
    return eventually(
      () => `${type} is heard (heard: ${this.types().join(', ')})`,
      async () => this.events.find((event) => event.type === type && fits(event)),
    );
  }

  untilOfChat(type: string, chatId: string): Promise<HeardEvent> {
    return this.untilHeard(type, ({ data }) => data.chat?.id === chatId || data.message?.chatId === chatId);
  }

  ofChat(chatId: string): string[] {
    return this.events
      .filter(({ data }) => data.chat?.id === chatId || data.message?.chatId === chatId)
      .map(({ type }) => type);
  }

  /** Texts of the messages told of as created, in the order of telling. */
  createdTexts(): string[] {
    return this.events.flatMap(({ type, data }) =>
      type === 'message.created' && data.message ? [data.message.text] : [],
    );
  }

  private isAt(id: string): void {
    this.lastEventId = id;
    this.hasPlace = true;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent: ({ event, data, id }) => {
        if (id !== undefined) this.isAt(id);
        this.events.push({ type: event ?? 'message', lastEventId: this.lastEventId, data: JSON.parse(data) });
      },
    });
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        const text = decoder.decode(chunk, { stream: true });
        parser.feed(text);
        // An id without data is no event to the parser, but moves the caller's place all the same.
        for (const [, id] of text.matchAll(/(?:^|\n\n)id: (\w+)\n\n/g)) if (id !== undefined) this.isAt(id);
      }
    } catch {
      // The connection broke: what was heard stays.
    }
    this.ended = true;
  }
}
