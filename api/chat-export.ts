import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { chatDetailsShape } from './shapes/chat';
import type { messageShape } from './shapes/message';

/** A chat as it leaves Parley: whole, with its routing log. Addresses of files are whole ones, and short-lived. */
export interface ChatExport {
  exportedAt: string;
  chat: z.input<typeof chatDetailsShape>;
  messages: Array<z.input<typeof messageShape>>;
}

const style = `
body { font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; }
article { border-left: 4px solid #888; margin: 1em 0; padding: 0 1em; }
article.outgoing { border-color: #26c; }
article section { border-left: 2px dotted #888; margin: 1em 0 0; padding: 0 1em; }
article p { white-space: pre-wrap; overflow-wrap: anywhere; }
header, time, small { color: #555; }
`;
/** Nothing may run and nothing may be loaded, wherever the page is opened. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const exportHeaders = {
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'none'; sandbox allow-popups`,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-store',
};

/** Text that stands in a page as it is, and never becomes a part of it. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The export as a page of one file. What clients and operators wrote goes through `escaped`, without exception. */
export function exportPage({ exportedAt, chat, messages }: ChatExport): string {
  const facts = [
    ['Contact', chat.contact.name],
    ['Channel', `${chat.channel.name} (${chat.channel.provider})`],
    ['Queue', chat.queue.name],
    ['Operator', chat.operator?.name ?? 'none'],
    ...(chat.referral === null ? [] : [['Came by', referralWords(chat.referral)] as const]),
    ['Status', chat.status],
    ['Created', chat.createdAt],
    ['Accepted', chat.acceptedAt ?? 'not yet'],
    ['Completed', chat.completedAt === null ? 'not yet' : `${chat.completedAt} (${chat.completedBy ?? 'unknown'})`],
    ['Exported', exportedAt],
  ] as const;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(contentSecurityPolicy)}">
<title>Chat ${chat.number}</title>
<style>${style}</style>
</head>
<body>
<h1>Chat ${chat.number}</h1>
<dl>
${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`).join('\n')}
</dl>
<h2>Conversation</h2>
${messages.map((message) => messagePart(message, chat.contact.name)).join('\n')}
<h2>Routing log</h2>
<ol>
${chat.routingLog.map(logLine).join('\n')}
</ol>
</body>
</html>
`;
}

function messagePart(message: ChatExport['messages'][number], contactName: string): string {
  const answeredBy = message.author?.name ?? message.answeredBy ?? 'Operator';
  const from = message.direction === 'incoming' ? contactName : answeredBy;
  const { failure, replyTo } = message;
  const notes = [
    ...(message.notice === null ? [] : [`${message.notice.replaceAll('_', ' ')}, told by the messenger`]),
    ...(message.type === 'text' || message.notice !== null ? [] : [message.type]),
    ...(message.editedAt === null ? [] : [`edited ${message.editedAt}`]),
    ...(message.deliveryStatus === null ? [] : [message.deliveryStatus]),
    ...(failure === null ? [] : [failure.reason]),
    ...(message.reaction === null ? [] : [`reaction ${message.reaction}`]),
    ...notesOf(message),
    ...(message.albumId === null ? [] : [`album ${message.albumId}`]),
  ];
  return [
    `<article class="${message.direction}">`,
    `<header><strong>${escaped(from)}</strong> <time>${message.timestamp}</time></header>`,
    ...(replyTo === null ? [] : [`<blockquote>${escaped(replyTo.text || replyTo.type)}</blockquote>`]),
    ...aboutParts(message),
    ...saidPart(message),
    ...notesPart(notes),
    ...message.versions.map(versionPart),
    '</article>',
  ].join('\n');
}

type Said = Omit<ChatExport['messages'][number]['versions'][number], 'at'>;

function saidPart({ text, links, sharedContact, furtherContacts, attachments }: Said): string[] {
  const cards = sharedContact === null ? [] : [sharedContact, ...furtherContacts];
  return [
    ...(text === '' ? [] : [`<p>${escaped(text)}</p>`]),
    ...links.map(
      (link) => `<div>Link: ${escaped(link.text === link.url ? link.url : `${link.text} — ${link.url}`)}</div>`,
    ),
    ...cards.map(
      ({ name, phones, emails }) => `<div>Contact: ${escaped([name, ...phones, ...emails].join(', '))}</div>`,
    ),
    ...attachments.map(attachmentPart),
  ];
}

function notesOf({ text, location, marks }: Said): string[] {
  return [
    ...(location === null ? [] : placeNotes(location)),
    ...marks.flatMap(({ at, start, end }) => (at === undefined ? [] : [`${text.slice(start, end)} is ${at}`])),
  ];
}

function placeNotes({ title, address, latitude, longitude, isLive }: NonNullable<Said['location']>): string[] {
  const place = [title, address, `${latitude}, ${longitude}`, isLive && 'live location'];
  return place.filter((words) => words !== undefined);
}

function notesPart(notes: string[]): string[] {
  return notes.length === 0 ? [] : [`<small>${escaped(notes.join(' · '))}</small>`];
}

/** What the message said until it was edited. */
function versionPart(version: ChatExport['messages'][number]['versions'][number]): string {
  return [
    `<section><small>Former version, of <time>${version.at}</time></small>`,
    ...saidPart(version),
    ...notesPart(notesOf(version)),
    '</section>',
  ].join('\n');
}

/** Whose words they are, what they answer, and by what the client came. */
function aboutParts({ forwardedFrom, quote, externalReply, referral }: ChatExport['messages'][number]): string[] {
  const lines = [
    ...(forwardedFrom === null ? [] : [['Forwarded from', forwardedFrom.name ?? 'somebody else', forwardedFrom.url]]),
    ...(externalReply === null
      ? []
      : [['Reply to', externalReply.name, externalReply.type, externalReply.text, externalReply.url]]),
    ...(quote === null ? [] : [['Quoted', quote]]),
    ...(referral === null ? [] : [['Came by', referralWords(referral)]]),
  ];
  return lines.map(
    ([name, ...told]) => `<div><small>${name}: ${escaped(told.filter(Boolean).join(' · '))}</small></div>`,
  );
}

function referralWords({ source, title, text, url, id }: NonNullable<ChatExport['chat']['referral']>): string {
  return [source, title, text, url, id].filter(Boolean).join(' · ');
}

function attachmentPart({
  fileName,
  url,
  failure,
  isQuoted,
}: ChatExport['messages'][number]['attachments'][number]): string {
  const shown =
    url === null
      ? `${escaped(fileName)} (${escaped(failure?.reason ?? 'not loaded yet')})`
      : `<a href="${escaped(url)}" rel="noopener noreferrer" target="_blank">${escaped(fileName)}</a>`;
  return `<div>${isQuoted ? 'File of what it replies to' : 'File'}: ${shown}</div>`;
}

function logLine({ at, event, operator, reason }: ChatExport['chat']['routingLog'][number]): string {
  const words = [event, ...(operator === null ? [] : [operator.name]), reason].filter((word) => word !== '');
  return `<li><time>${at}</time> ${escaped(words.join(' · '))}</li>`;
}
