import type { Chat, Message, PhotoSize, User } from 'grammy/types';

export type PrivateMessage = Message & { from: User; chat: Chat.PrivateChat };

export type MessageContent = Partial<Omit<Message, 'message_id' | 'date' | 'chat' | 'from'>>;

export function unixTime(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** One person's private chat with one bot; message ids count up inside it and mean nothing outside. */
export class Conversation {
  readonly messages = new Map<number, PrivateMessage>();
  profilePhotos: PhotoSize[][] = [];
  isBlocked = false;
  isDeactivated = false;
  private lastMessageId = 0;

  constructor(
    readonly user: User,
    /** A bot can't write to a person who has never written to it. */
    public isKnown: boolean,
    private readonly now: () => Date,
  ) {}

  get chat(): Chat.PrivateChat {
    const { id, first_name, last_name, username } = this.user;
    return { id, first_name, last_name, username, type: 'private' };
  }

  add(from: User, content: MessageContent, date = this.now()): PrivateMessage {
    this.lastMessageId += 1;
    const message = { message_id: this.lastMessageId, from, chat: this.chat, date: unixTime(date), ...content };
    this.messages.set(message.message_id, message);
    return message;
  }

  change(message: PrivateMessage, content: MessageContent, date = this.now()): PrivateMessage & { edit_date: number } {
    const changed = { ...message, ...content, edit_date: unixTime(date) };
    this.messages.set(changed.message_id, changed);
    return changed;
  }

  /** A message as another one quotes it: without what it replies to itself. */
  quoted(messageId: number): PrivateMessage | undefined {
    const message = this.messages.get(messageId);
    return message && { ...message, reply_to_message: undefined };
  }
}
