import { randomUUID } from 'node:crypto';

export interface StoredFile {
  id: string;
  bytes: Buffer;
  mediaType: string;
  fileName: string;
  isExpired: boolean;
}

export interface StoredMessage {
  mid: string;
  /** PSID or page id. */
  from: string;
  to: string;
  at: number;
  text?: string;
  files: StoredFile[];
  sticker?: string;
  /** Of the app that sent it for the page; undefined for the client's. */
  appId?: string;
  metadata?: string;
  replyTo?: string;
  /** The advertisement by which the client came to write it. */
  referral?: object;
  /** Fields of the call that sent it. */
  sentWith?: Record<string, unknown>;
}

export function newMid(): string {
  return `m_${randomUUID().replaceAll('-', '')}`;
}

/** One person's conversation with one page. */
export class Conversation {
  readonly id = `t_${randomUUID().slice(0, 12)}`;
  readonly messages: StoredMessage[] = [];
  /** The app that has it; null: idle. */
  owner: string | null = null;
  isBlocked = false;

  constructor(readonly psid: string) {}

  get updatedAt(): number {
    return this.messages.at(-1)?.at ?? 0;
  }

  get lastIncomingAt(): number | null {
    return this.messages.findLast(({ from }) => from === this.psid)?.at ?? null;
  }

  find(mid: string): StoredMessage | undefined {
    return this.messages.find((message) => message.mid === mid);
  }
}

/** The links of a text, each of which Messenger shows the page of. */
export function linksIn(text = ''): string[] {
  return text.match(/https?:\/\/\S+/g) ?? [];
}

export function pageTitleOf(link: string): string {
  return `Welcome to ${new URL(link).hostname}`;
}
