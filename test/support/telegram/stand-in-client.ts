import { randomInt } from 'node:crypto';
import type { ChatMember, ChatMemberUpdated, MessageReactionUpdated, ReactionTypeEmoji, Update } from 'grammy/types';
import { type SampleFile, sampleFiles } from '../sample-files';
import type { BotCore } from './bot-core';
import type { DocumentOptions, MediaOptions, MessageOptions } from './client-options';
import { type Conversation, type MessageContent, type PrivateMessage, unixTime } from './conversation';
import { detectEntities } from './detect-entities';
import { type MediaField, mediaContent, mediaKinds } from './media-objects';
import { dicePart, pollPart } from './odd-messages';

/** `update_id` is 0 when the bot's allowed_updates leave the kind out: then nothing is delivered. */
export interface MessageUpdate {
  update_id: number;
  message: PrivateMessage;
}

export interface EditUpdate {
  update_id: number;
  edited_message: PrivateMessage & { edit_date: number };
}

type Emoji = ReactionTypeEmoji['emoji'];

/** A person with Telegram in hand. Every action is one update of the bot, at once. */
export class StandInClient {
  private readonly reactions = new Map<number, ReactionTypeEmoji[]>();

  constructor(
    private readonly bot: BotCore,
    private readonly conversation: Conversation,
  ) {}

  /** Also the id of the chat. */
  get id(): number {
    return this.conversation.user.id;
  }

  /** What the bot wrote, as the person sees it now: edited messages in their last version. */
  get received(): PrivateMessage[] {
    return [...this.conversation.messages.values()].filter(({ from }) => from.id === this.bot.me.id);
  }

  sendText(text: string, options: MessageOptions = {}): MessageUpdate {
    const entities = detectEntities(text);
    return this.write({ text, ...(entities.length > 0 && { entities }) }, options);
  }

  sendPhoto(options: MediaOptions = {}): MessageUpdate {
    return this.sendMedia('photo', sampleFiles.jpeg, { ...options, fileName: undefined });
  }

  sendDocument(options: DocumentOptions = {}): MessageUpdate {
    return this.sendMedia('document', sampleFiles.pdf, options);
  }

  sendVoice(options: MediaOptions = {}): MessageUpdate {
    return this.sendMedia('voice', sampleFiles.ogg, { ...options, fileName: undefined });
  }

  sendAudio(options: DocumentOptions = {}): MessageUpdate {
    return this.sendMedia('audio', sampleFiles.mp3, options);
  }

  sendVideo(options: DocumentOptions = {}): MessageUpdate {
    return this.sendMedia('video', sampleFiles.mp4, options);
  }

  sendVideoNote(options: MediaOptions = {}): MessageUpdate {
    return this.sendMedia('video_note', sampleFiles.mp4, { ...options, fileName: undefined });
  }

  sendAnimation(options: DocumentOptions = {}): MessageUpdate {
    return this.sendMedia('animation', sampleFiles.mp4, options);
  }

  sendSticker(options: MediaOptions = {}): MessageUpdate {
    return this.sendMedia('sticker', sampleFiles.webp, { emoji: '👍', ...options, fileName: undefined });
  }

  sendLocation(location: { latitude: number; longitude: number }, options: MessageOptions = {}): MessageUpdate {
    return this.write({ location }, options);
  }

  sendContact(contact: { phoneNumber: string; firstName: string; lastName?: string }, options: MessageOptions = {}) {
    const { phoneNumber: phone_number, firstName: first_name, lastName: last_name } = contact;
    return this.write({ contact: { phone_number, first_name, last_name } }, options);
  }

  sendDice({ value = randomInt(1, 7), ...options }: MessageOptions & { value?: number } = {}): MessageUpdate {
    return this.write(dicePart(value), options);
  }

  sendPoll(question: string, answers: string[], options: MessageOptions = {}): MessageUpdate {
    return this.write(pollPart(question, answers), options);
  }

  /** A message of any content, as it stands. */
  sendAny(content: MessageContent, options: MessageOptions = {}): MessageUpdate {
    return this.write(content, options);
  }

  edit(messageId: number, text: string, { date }: { date?: Date } = {}): EditUpdate {
    return this.change(messageId, { text, entities: undefined }, date);
  }

  editCaption(messageId: number, caption: string, { date }: { date?: Date } = {}): EditUpdate {
    const document = this.conversation.messages.get(messageId)?.document;
    const sameFile = document && { document: { ...document, file_id: this.bot.files.again(document.file_id) } };
    return this.change(messageId, { caption, caption_entities: undefined, ...sameFile }, date);
  }

  /** Replaces the file, and the caption with it. */
  editDocument(messageId: number, { caption, date, ...source }: DocumentOptions): EditUpdate {
    const file = this.bot.files.add({ ...sampleFiles.pdf, ...source, kind: mediaKinds.document });
    return this.change(messageId, { ...mediaContent('document', this.bot.files, file, source), caption }, date);
  }

  /** Replaces this person's reactions to a message; none takes them back. */
  react(messageId: number, ...emojis: Emoji[]): { update_id: number; message_reaction: MessageReactionUpdated } {
    const { chat, user } = this.conversation;
    const old_reaction = this.reactions.get(messageId) ?? [];
    const new_reaction = emojis.map((emoji): ReactionTypeEmoji => ({ type: 'emoji', emoji }));
    this.reactions.set(messageId, new_reaction);
    const reaction = {
      chat,
      user,
      message_id: messageId,
      date: unixTime(this.bot.clock.now()),
      old_reaction,
      new_reaction,
    };
    return this.bot.emit('message_reaction', reaction);
  }

  blockBot(): { update_id: number; my_chat_member: ChatMemberUpdated } {
    this.conversation.isBlocked = true;
    return this.emitMembership('member', 'kicked');
  }

  unblockBot(): { update_id: number; my_chat_member: ChatMemberUpdated } {
    this.conversation.isBlocked = false;
    return this.emitMembership('kicked', 'member');
  }

  /** Deletes the account: the bot is not told, and what it sends is refused. */
  deleteAccount(): void {
    this.conversation.isDeactivated = true;
  }

  private sendMedia(field: MediaField, sample: SampleFile, options: DocumentOptions): MessageUpdate {
    const { caption, mediaGroupId: media_group_id, date: _date, replyTo: _replyTo, ...source } = options;
    const file = this.bot.files.add({ ...sample, ...source, kind: mediaKinds[field] });
    const content = mediaContent(field, this.bot.files, file, source);
    return this.write({ ...content, caption, media_group_id }, options);
  }

  private write(content: MessageContent, { date, replyTo }: MessageOptions): MessageUpdate {
    const { conversation } = this;
    if (conversation.isBlocked) throw new Error('A person who has blocked the bot must unblock it before writing');
    conversation.isKnown = true;
    const quoted = replyTo === undefined ? undefined : conversation.quoted(replyTo);
    if (replyTo !== undefined && !quoted) throw new Error(`There is no message ${replyTo} to reply to`);
    const reply = quoted && { reply_to_message: quoted as PrivateMessage['reply_to_message'] };
    return this.bot.emit('message', conversation.add(conversation.user, { ...reply, ...content }, date));
  }

  private change(messageId: number, content: MessageContent, date?: Date): EditUpdate {
    const message = this.conversation.messages.get(messageId);
    if (message?.from.id !== this.id) throw new Error(`There is no message ${messageId} of this person's to edit`);
    return this.bot.emit('edited_message', this.conversation.change(message, content, date));
  }

  private emitMembership(from: 'member' | 'kicked', to: 'member' | 'kicked') {
    const as = (status: 'member' | 'kicked'): ChatMember =>
      status === 'member' ? { status, user: this.bot.user } : { status, user: this.bot.user, until_date: 0 };
    const { chat, user } = this.conversation;
    const date = unixTime(this.bot.clock.now());
    const change: NonNullable<Update['my_chat_member']> = {
      chat,
      from: user,
      date,
      old_chat_member: as(from),
      new_chat_member: as(to),
    };
    return this.bot.emit('my_chat_member', change);
  }
}
