import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import type { Channel } from '../domain/channel';
import { plainFileName } from '../domain/file-name';
import type { EchoedMessage, IncomingMessage } from '../domain/inbound';
import {
  type Accompaniment,
  type Attachment,
  type FormerVersion,
  type Message,
  unaccompanied,
} from '../domain/message';
import { type SharedContact, sharedContactOf } from '../domain/message-parts';
import { orderKey } from '../domain/order-key';
import { searchedText } from '../domain/searched-text';
import { originalMoment, type Version } from '../domain/versions';
import type { Row } from './document';
import { wordCodes } from './word-codes';

/** All files that a message has ever had are in its row: they are loaded, kept and erased together. */
export interface AttachmentRow extends Attachment {
  /** Of former versions only. */
  former?: true;
}

type Derived = 'orderKey' | 'attachments' | 'versions' | 'kind' | 'notice' | 'editedAt' | keyof Accompaniment;

/** `dueAt` is there while a relay has to look after the row: until an incoming message is attached, an outgoing one sent or failed. */
export interface MessageRow extends Omit<Row<Message>, Derived>, Partial<Accompaniment> {
  attachments: AttachmentRow[];
  /** Since when it says what it says; null while it was never edited. */
  editedAt: Date | null;
  /** The messenger's sequence among edits of the same time. */
  editSequence?: number;
  /** What it said before; rows that were never edited, and those of an earlier version, have none. */
  versions?: Version[];
  kind?: Message['kind'];
  notice?: Message['notice'];
  /** Rows of an earlier version have none until they are read in order, or migrated. */
  orderKey?: string;
  raw?: unknown;
  profile?: IncomingMessage['profile'];
  dueAt?: Date;
  /** There while an outgoing message is to be sent. */
  unsent?: true;
  /** As what the messenger knew it when it failed, before it was sent again: what is said of those is not about what was sent last. */
  formerExternalIds?: string[];
  /** When the client gave his reaction. */
  reactedAt?: Date;
  /** What it is found by. */
  words: number[];
  /** Of the chat that it has joined: what was found is shown in the order of chats. */
  chatNumber?: number;
}

/** What of a row is shown. */
export type ShownRow = Omit<MessageRow, 'words' | 'raw' | 'profile'>;

export type MessageModel = Model<MessageRow, object, object, { id: string }>;

/** A message with what only the first look at it needs. */
export interface ReceivedMessage extends Message {
  profile: IncomingMessage['profile'];
}

/** Time that a writer has to tell the chat's workflow of a message before a relay does it for him. */
export const signalGraceMs = 5_000;

/** A client's message as it comes in. */
export function incomingRow(channel: Pick<Channel, 'id' | 'provider'>, message: IncomingMessage): MessageRow {
  const attachments = message.attachments.map(({ fileId = null, ...attachment }) => ({
    ...attachment,
    fileName: plainFileName(attachment.fileName),
    id: randomUUID(),
    status: fileId === null ? ('pending' as const) : ('stored' as const),
    fileId,
    failure: null,
  }));
  return {
    _id: randomUUID(),
    chatId: null,
    channelId: channel.id,
    provider: channel.provider,
    clientId: message.clientId,
    direction: 'incoming',
    type: message.type,
    text: message.text,
    words: wordCodes(searchedText({ ...message, attachments })),
    timestamp: message.timestamp,
    sequence: message.sequence,
    orderKey: orderKey(message.orderAt ?? message.timestamp, message.sequence),
    externalId: message.externalId,
    replyToExternalId: message.replyToExternalId ?? null,
    editedAt: message.edited?.at ?? null,
    location: message.location ?? null,
    attachments,
    authorId: null,
    authorName: null,
    deliveryStatus: null,
    failure: null,
    reaction: null,
    template: null,
    possiblyRepeated: false,
    dueAt: new Date(Date.now() + signalGraceMs),
    ...(message.edited === undefined ? {} : { editSequence: message.edited.sequence }),
    ...(message.notice === undefined ? {} : { kind: 'system' as const, notice: message.notice }),
    // An earlier version takes a row that says nothing of it for one with a card.
    sharedContact: null,
    ...accompanimentOf(message),
    ...(message.raw === undefined ? {} : { raw: message.raw }),
    ...(message.profile === undefined ? {} : { profile: message.profile }),
  };
}

/** Only what there is: most messages are their words and nothing else. */
export function accompanimentOf(message: Partial<Accompaniment>): Partial<Accompaniment> {
  const names = Object.keys(unaccompanied) as Array<keyof Accompaniment>;
  const there = names.filter((name) => {
    const value = message[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
  });
  return Object.fromEntries(there.map((name) => [name, message[name]]));
}

/** A message of ours as it is stored: it has never said anything else. */
export function withoutNothing(row: Row<Message>): Omit<MessageRow, 'words'> {
  const {
    versions: _versions,
    links,
    marks,
    forwardedFrom,
    quote,
    externalReply,
    albumId,
    referral,
    furtherContacts,
    ...rest
  } = row;
  return {
    ...rest,
    ...accompanimentOf({ links, marks, forwardedFrom, quote, externalReply, albumId, referral, furtherContacts }),
  };
}

/** An answer that was given elsewhere: nobody has to be told of it in time, it comes along with what the client writes next. */
export function echoRow(channel: Pick<Channel, 'id' | 'provider'>, message: EchoedMessage): MessageRow {
  const { dueAt: _dueAt, ...row } = incomingRow(channel, message);
  return { ...row, direction: 'outgoing', authorName: message.authorName, deliveryStatus: 'sent' };
}

/** What the messenger says by itself, likewise. */
export function noticeRow(channel: Pick<Channel, 'id' | 'provider'>, notice: IncomingMessage): MessageRow {
  const { dueAt: _dueAt, ...row } = incomingRow(channel, notice);
  return row;
}

export function received(row: MessageRow): ReceivedMessage {
  return { ...messageOf(row), profile: row.profile };
}

/** Field by field: it is done for every message that is taken in, and taking objects apart costs many times as much. */
export function messageOf(row: ShownRow): Message {
  const { attachments, versions = [] } = row;
  return {
    id: row._id,
    chatId: row.chatId,
    channelId: row.channelId,
    provider: row.provider,
    clientId: row.clientId,
    direction: row.direction,
    kind: row.kind ?? 'message',
    notice: row.notice ?? null,
    type: row.type,
    text: row.text,
    timestamp: row.timestamp,
    sequence: row.sequence,
    orderKey: keyOf(row),
    externalId: row.externalId,
    replyToExternalId: row.replyToExternalId,
    editedAt: row.editedAt,
    versions: versions.map((version) => formerVersion(version, attachments)),
    location: row.location,
    links: row.links ?? [],
    marks: row.marks ?? [],
    forwardedFrom: row.forwardedFrom ?? null,
    quote: row.quote ?? null,
    externalReply: row.externalReply ?? null,
    albumId: row.albumId ?? null,
    referral: row.referral ?? null,
    sharedContact: cardOf(row),
    furtherContacts: row.furtherContacts ?? [],
    attachments: attachments.filter(({ former }) => former !== true),
    authorId: row.authorId,
    authorName: row.authorName,
    deliveryStatus: row.deliveryStatus,
    failure: row.failure,
    reaction: row.reaction,
    template: row.template,
    possiblyRepeated: row.possiblyRepeated,
  };
}

function formerVersion(
  { attachmentIds, raw: _raw, sequence: _, ...said }: Version,
  all: AttachmentRow[],
): FormerVersion {
  const attachments = all.filter(({ id }) => attachmentIds.includes(id));
  return { ...said, attachments: attachments.map(({ former: _former, ...attachment }) => attachment) };
}

/** What a message says now. */
export function currentVersion(row: MessageRow): Version {
  const { type, text, location, editedAt, editSequence = 0, timestamp, attachments, raw } = row;
  const { links = [], marks = [], furtherContacts = [] } = row;
  const moment = editedAt === null ? originalMoment(timestamp) : { at: editedAt, sequence: editSequence };
  const attachmentIds = attachments.filter(({ former }) => former !== true).map(({ id }) => id);
  const said = { type, text, location, links, marks, sharedContact: cardOf(row), furtherContacts };
  return { ...moment, ...said, attachmentIds, raw };
}

/** An earlier version knew of one number only. */
function cardOf({ sharedContact: card }: Pick<MessageRow, 'sharedContact'>): Message['sharedContact'] {
  if (!card) return null;
  const { name, phoneNumber, phones = phoneNumber === '' ? [] : [phoneNumber], emails = [] }: FormerCard = card;
  return sharedContactOf({ name, phones, emails });
}

type FormerCard = Pick<SharedContact, 'name' | 'phoneNumber'> & Partial<SharedContact>;

/** Of rows that have none yet, the one that they will have. */
export function keyOf({
  orderKey: key,
  timestamp,
  sequence,
}: Pick<MessageRow, 'orderKey' | 'timestamp' | 'sequence'>): string {
  return key ?? orderKey(timestamp, sequence);
}

export function foundMessage(row: unknown): Message | null {
  return row === null ? null : messageOf(row as MessageRow);
}

export const foundMessages = (rows: unknown[]) => rows.map(foundMessage).filter((message) => message !== null);

export const inMessengersOrder = { orderKey: 1, _id: 1 } as const;
export const newestFirst = { orderKey: -1, _id: -1 } as const;
