import { type Conversation, linksIn, pageTitleOf, type StoredMessage } from './conversation';
import { badParameter } from './graph-error';
import type { Manager, StandInApp } from './stand-in-app';
import type { StandInPage } from './stand-in-page';

type Values = Record<string, string | undefined>;

/** A page of a list, with cursors, and the address of the next one, which has the token in it, as Facebook's has. */
function paged<Item>(
  items: Item[],
  { limit, after, largest, address }: { limit: number; after: string | undefined; largest: number; address: string },
) {
  const start = after === undefined ? 0 : Number(Buffer.from(after, 'base64url').toString());
  const end = start + Math.min(limit, largest);
  const cursor = Buffer.from(String(end)).toString('base64url');
  const next = end < items.length ? { next: `${address}?after=${cursor}&access_token=hidden` } : {};
  return { data: items.slice(start, end), paging: { cursors: { before: 'QVFI', after: cursor }, ...next } };
}

export function accountsOf(app: StandInApp, manager: Manager, query: Values): object {
  const wanted = (query.fields ?? 'id,name,access_token,tasks').split(',');
  const accounts = manager.roles.map(({ page, tasks }) => {
    const all: Record<string, unknown> = {
      ...{ id: page.id, name: page.name, access_token: page.grantToken(), tasks },
      ...{ category: 'Shopping', is_published: page.isPublished },
    };
    return Object.fromEntries(wanted.filter((field) => field in all).map((field) => [field, all[field]]));
  });
  return paged(accounts, {
    limit: Number(query.limit ?? 25),
    after: query.after,
    largest: app.largestPage,
    address: `${app.root()}/me/accounts`,
  });
}

/** Whole seconds, in the form of the Graph API. */
function momentOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+0000`;
}

const knownFields = new Set([
  'id',
  'created_time',
  'from',
  'to',
  'message',
  'sticker',
  'attachments',
  'shares',
  'tags',
]);

function fieldsIn(text: string): string[] {
  return text.replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, '').split(',');
}

function shownMessage(app: StandInApp, page: StandInPage, message: StoredMessage, fields: string): object {
  const unknown = fieldsIn(fields).find((field) => !knownFields.has(field));
  if (unknown !== undefined) throw badParameter(`Tried accessing nonexisting field (${unknown})`);
  const person = (id: string) => ({ id, name: id === page.id ? page.name : 'Vera Berg' });
  const attachments = message.files.map((file) => {
    const url = app.fileUrl(file);
    const kind = file.mediaType.split('/')[0];
    const place =
      kind === 'image' ? { image_data: { url } } : kind === 'video' ? { video_data: { url } } : { file_url: url };
    return { id: file.id, mime_type: file.mediaType, name: file.fileName, size: file.bytes.length, ...place };
  });
  const shares = linksIn(message.text).map((link) => ({ link, name: pageTitleOf(link) }));
  return {
    ...{
      id: message.mid,
      created_time: momentOf(message.at),
      from: person(message.from),
      to: { data: [person(message.to)] },
    },
    ...{ message: message.text ?? '' },
    ...(message.sticker !== undefined && { sticker: message.sticker }),
    ...(shares.length > 0 && { shares: { data: shares } }),
    ...(message.sticker === undefined && attachments.length > 0 && { attachments: { data: attachments } }),
  };
}

export function messagesOf(app: StandInApp, page: StandInPage, conversation: Conversation, query: Values): object {
  const shown = [...conversation.messages]
    .reverse()
    .map((message) => shownMessage(app, page, message, query.fields ?? 'id,created_time'));
  const address = `${app.root()}/${conversation.id}/messages`;
  return paged(shown, { limit: Number(query.limit ?? 25), after: query.after, largest: app.largestPage, address });
}

export function conversationsOf(app: StandInApp, page: StandInPage, query: Values): object {
  const nested = /messages(?:\.limit\((\d+)\))?\{(.*)\}$/.exec(query.fields ?? '');
  const all = [...page.conversations.values()]
    .filter(({ messages, psid }) => messages.length > 0 && (query.user_id === undefined || query.user_id === psid))
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .map((one) => ({
      ...{ id: one.id, updated_time: momentOf(one.updatedAt) },
      ...(nested && { messages: messagesOf(app, page, one, { limit: nested[1] ?? '25', fields: nested[2] }) }),
    }));
  return paged(all, {
    limit: Number(query.limit ?? 25),
    after: query.after,
    largest: app.largestPage,
    address: `${app.root()}/${page.id}/conversations`,
  });
}
