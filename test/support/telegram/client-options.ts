import type { MediaSource } from './media-objects';

export interface ClientOptions {
  id?: number;
  firstName: string;
  lastName?: string;
  username?: string;
  /** Two letters, `en` unless told. */
  languageCode?: string;
  photo?: Buffer;
  /** Has blocked the bot from the start. */
  blocked?: boolean;
  /** Has never written to the bot: until the first message the bot gets "chat not found". */
  stranger?: boolean;
}

export interface MessageOptions {
  /** Now, unless told; Telegram keeps whole seconds. */
  date?: Date;
  /** The message_id of an earlier message of this conversation. */
  replyTo?: number;
}

export interface MediaOptions extends MessageOptions, Partial<MediaSource> {
  caption?: string;
  /** The same id makes several pictures one album. */
  mediaGroupId?: string;
}

export interface DocumentOptions extends MediaOptions {
  fileName?: string;
  mediaType?: string;
}
