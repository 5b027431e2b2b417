import { randomBytes, randomInt } from 'node:crypto';
import {
  type Conversation,
  linksIn,
  Conversation as NewConversation,
  newMid,
  pageTitleOf,
  type StoredFile,
  type StoredMessage,
} from './conversation';
import type { StandInApp } from './stand-in-app';
import { StandInClient } from './stand-in-client';

export const pageInbox = '263902037430900';

const dayMs = 24 * 60 * 60_000;

export interface PageOptions {
  name?: string;
  isPublished?: boolean;
}

function digits(count: number): string {
  return String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => randomInt(0, 10)).join('');
}

/** A page with its inbox. */
export class StandInPage {
  readonly id = digits(15);
  readonly name: string;
  readonly isPublished: boolean;
  readonly conversations = new Map<string, Conversation>();
  /** Fields by the app that is subscribed to them. */
  readonly subscriptions = new Map<string, string[]>();
  /** Of Conversation Routing; null: none is set, and every app may answer. */
  defaultApp: string | null = null;
  private token = '';
  private tokenTrouble: number | null = null;

  constructor(
    readonly app: StandInApp,
    { name = 'Northwind', isPublished = true }: PageOptions,
  ) {
    this.name = name;
    this.isPublished = isPublished;
    this.renewToken();
  }

  /** The page's token as the login gives it out. */
  get accessToken(): string {
    return this.token;
  }

  /** From now on the token is refused with this subcode. */
  expireToken(subcode = 463): void {
    this.tokenTrouble = subcode;
  }

  /** Null when the token counts. */
  troubleOf(token: string): number | null | 'unknown' {
    return token === this.token ? this.tokenTrouble : 'unknown';
  }

  renewToken(): void {
    this.token = `EAA${randomBytes(60).toString('base64url').replace(/[-_]/g, 'Z')}`;
    this.tokenTrouble = null;
  }

  /** What a login gives: a token that counts. */
  grantToken(): string {
    if (this.tokenTrouble !== null) this.renewToken();
    return this.token;
  }

  get isSubscribed(): boolean {
    return this.subscriptions.has(this.app.id);
  }

  /** A person with an id that counts on this page only. */
  client(person: { firstName?: string; lastName?: string } = {}): StandInClient {
    const conversation = new NewConversation(digits(16));
    this.conversations.set(conversation.psid, conversation);
    return new StandInClient(this, conversation, { firstName: 'Vera', lastName: 'Berg', ...person });
  }

  conversationById(id: string): Conversation | undefined {
    return [...this.conversations.values()].find((one) => one.id === id);
  }

  /** All that our app has sent to anybody, in order. */
  get sent(): StoredMessage[] {
    const all = [...this.conversations.values()].flatMap(({ messages }) => messages);
    return all.filter(({ appId }) => appId === this.app.id).sort((a, b) => a.at - b.at);
  }

  /** A person answers in the page's own inbox, which takes the conversation where Conversation Routing is set up. */
  inboxSays(client: StandInClient, text: string): StoredMessage {
    const { conversation } = client;
    if (this.defaultApp !== null && conversation.owner !== pageInbox) {
      const previous = conversation.owner;
      conversation.owner = pageInbox;
      this.tellThread(conversation, 'take_thread_control', {
        previous_owner_app_id: previous,
        new_owner_app_id: pageInbox,
      });
    }
    return this.say(conversation, { appId: pageInbox, text, files: [] });
  }

  /** Another app answers. */
  appSays(client: StandInClient, appId: string, text: string): StoredMessage {
    return this.say(client.conversation, { appId, text, files: [] });
  }

  /** The app that has the conversation passes it on; a null one never had it: it was idle. */
  pass(client: StandInClient, to: string): void {
    const { conversation } = client;
    const previous = conversation.owner;
    conversation.owner = to;
    this.tellThread(conversation, 'pass_thread_control', { previous_owner_app_id: previous, new_owner_app_id: to });
  }

  /** Stores what went out from the page, and tells our app by an echo. */
  say(
    conversation: Conversation,
    said: Pick<StoredMessage, 'text' | 'files' | 'appId' | 'metadata' | 'replyTo' | 'sentWith'>,
  ): StoredMessage {
    const message = { ...said, mid: newMid(), from: this.id, to: conversation.psid, at: this.app.clock.next() };
    conversation.messages.push(message);
    this.tell(
      conversation,
      'message_echoes',
      { message: { is_echo: true, ...this.shown(message) } },
      'page',
      message.at,
    );
    return message;
  }

  /** What a webhook shows of a message. */
  shown({ mid, text, files, appId, metadata, replyTo, sticker, referral }: StoredMessage): Record<string, unknown> {
    const kind = (file: StoredFile) => file.mediaType.split('/')[0] ?? '';
    const attachments = files.map((file) => ({
      type: ['image', 'audio', 'video'].includes(kind(file)) ? kind(file) : 'file',
      payload: { url: this.app.fileUrl(file) },
    }));
    const stickers =
      sticker === undefined
        ? []
        : [{ type: 'sticker', payload: { url: this.app.fileUrl(files[0]), sticker_id: 369239263222822 } }];
    const previews = linksIn(text).map((url) => ({ type: 'fallback', payload: { url, title: pageTitleOf(url) } }));
    const all = sticker === undefined ? [...attachments, ...(appId === undefined ? previews : [])] : stickers;
    return {
      mid,
      ...(text !== undefined && { text }),
      ...(all.length > 0 && { attachments: all }),
      ...(appId !== undefined && { app_id: Number(appId) }),
      ...(metadata !== undefined && { metadata }),
      ...(replyTo !== undefined && { reply_to: { mid: replyTo } }),
      ...(referral !== undefined && { referral }),
    };
  }

  /** Gives a conversation that has rested for a day, or is new, to the default app when the client writes. */
  route(conversation: Conversation): void {
    if (this.app.clock.next() - conversation.updatedAt > dayMs) conversation.owner = null;
    if (conversation.owner === null) conversation.owner = this.defaultApp;
  }

  /** Tells our app, when it is subscribed: on `messaging` when the conversation is its or nobody's, else on standby. */
  tell(conversation: Conversation, field: string, event: object, by: 'client' | 'page', at: number): void {
    const fields = this.subscriptions.get(this.app.id) ?? [];
    const isOurs = conversation.owner === null || conversation.owner === this.app.id;
    if (!fields.includes(isOurs ? field : 'standby') || !fields.includes(field)) return;
    const [client, page] = [{ id: conversation.psid }, { id: this.id }];
    const item = {
      sender: by === 'client' ? client : page,
      recipient: by === 'client' ? page : client,
      timestamp: at,
      ...event,
    };
    const entry = { id: this.id, time: this.app.clock.next() };
    this.app.webhook.push({ ...entry, ...(isOurs ? { messaging: [item] } : { standby: [item] }) });
  }

  /** Who has a conversation is told on `messaging` to every app. */
  private tellThread(conversation: Conversation, event: string, content: object): void {
    if (!this.subscriptions.get(this.app.id)?.includes('messaging_handovers')) return;
    const timestamp = this.app.clock.next();
    const item = { sender: { id: conversation.psid }, recipient: { id: this.id }, timestamp, [event]: content };
    this.app.webhook.push({ id: this.id, time: timestamp, messaging: [item] });
  }
}
