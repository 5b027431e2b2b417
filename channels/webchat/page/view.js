import { language, say, setup } from './setup.js';

/** Puts messages on the page. All that people wrote goes in as text, never as markup. */

const scroll = document.getElementById('scroll');
const list = document.getElementById('messages');
const shown = new Map();

const timeOf = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
const dayOf = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A drawing of the page's own, copied from the markup. */
export function drawing(name) {
  return document.getElementById(`drawing-${name}`).content.firstElementChild.cloneNode(true);
}

function link(address, text, className) {
  const anchor = make('a', className, text);
  anchor.href = address;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

/** What somebody wrote or is called, in the direction of its own language. */
export function said(tag, className, text) {
  const element = make(tag, className, text);
  element.dir = 'auto';
  return element;
}

/** Only with one of these in a text is it worth loading what finds addresses. */
const hintOfAddress = /:\/\/|@|[\p{L}\d]\.\p{L}{2}/u;

async function showLinks(element, text) {
  const { linkPieces } = await import('../../../pages/links.js');
  const pieces = linkPieces(text);
  if (pieces.every(({ href }) => href === null)) return;
  element.replaceChildren(...pieces.map(({ text: piece, href }) => (href === null ? piece : link(href, piece))));
}

/** The text with its web and mail addresses as links; any other scheme stays text. */
function words(text) {
  const whole = said('span', 'words', text);
  // Where it can't be loaded, all of it stays text.
  if (hintOfAddress.test(text)) showLinks(whole, text).catch(() => {});
  return whole;
}

export function humanSize(bytes) {
  if (bytes === null) return '';
  // As in the limits, so that what is just as large as allowed is shown so.
  return bytes < 1_048_576
    ? say('kilobytes', { size: Math.max(0.1, bytes / 1_024) })
    : say('megabytes', { size: bytes / 1_048_576 });
}

function player(tag, { url, fileName }) {
  const element = make(tag, 'file');
  element.controls = true;
  element.preload = 'metadata';
  element.src = url;
  element.setAttribute('aria-label', fileName);
  return element;
}

export function isPicture(mediaType) {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(mediaType);
}

function documentCard({ url, fileName, size }) {
  const element = url ? link(url, undefined, 'file document') : make('span', 'file document');
  if (url) element.download = fileName;
  const about = make('span', 'document-about');
  about.append(said('span', 'document-name', fileName), make('span', 'document-size', humanSize(size)));
  element.append(drawing('document'), about);
  return element;
}

/** Where the picture is that stands for a file: the file itself or its preview. */
function pictureOf({ url, previewUrl, mediaType }) {
  return isPicture(mediaType) ? url : previewUrl;
}

function fileElement(attachment) {
  const { url, fileName, mediaType } = attachment;
  if (!url) return make('span', 'file', say('notAvailable', { name: fileName }));
  const shown = pictureOf(attachment);
  if (shown) {
    const picture = link(url, undefined, 'file picture');
    if (shown !== url) picture.download = fileName;
    const image = make('img');
    image.src = shown;
    image.alt = fileName;
    image.addEventListener('load', keepAtEnd);
    picture.append(image);
    return picture;
  }
  if (mediaType.startsWith('audio/')) return player('audio', attachment);
  if (mediaType.startsWith('video/')) return player('video', attachment);
  return documentCard(attachment);
}

function action(name, perform) {
  const button = make('button', 'quiet-button', say(name));
  button.type = 'button';
  button.addEventListener('click', perform);
  return button;
}

function stateOf({ state, percent, reason }) {
  if (state === 'pending') return percent === null ? say('sending') : say('sendingPart', { percent });
  if (state === 'failed') return say('notSent', { reason });
  return say('sent');
}

function about(message) {
  const at = new Date(message.timestamp);
  const line = make('p', 'about');
  const time = make('time', '', timeOf.format(at));
  time.dateTime = at.toISOString();
  if (!isOwn(message) && message.authorName) line.append(make('bdi', '', message.authorName), ' · ');
  line.append(time);
  if (!isOwn(message)) return line;
  line.append(' · ', make('span', 'state', stateOf(message)));
  if (message.state === 'failed') {
    line.append(' ', action('tryAgain', message.tryAgain), ' ', action('discard', message.discard));
  }
  return line;
}

function isOwn({ direction }) {
  return direction === 'incoming';
}

function classOf(message) {
  return `message ${isOwn(message) ? 'own' : 'theirs'} ${message.state}`;
}

function messageElement(message) {
  const element = make('li', classOf(message));
  const { text, attachments } = message;
  const isBare =
    !text && attachments.length > 0 && attachments.every((file) => isPicture(file.mediaType) || file.previewUrl);
  const bubble = make('div', isBare ? 'bubble bare' : 'bubble');
  const author = isOwn(message) ? say('you') : (message.authorName ?? say('answer'));
  bubble.append(make('span', 'unseen', `${author}: `));
  if (text) bubble.append(words(text));
  bubble.append(...attachments.map(fileElement));
  element.append(bubble, about(message));
  return element;
}

/** Changes what is said about a message, and leaves what it says alone. */
function showState(element, message) {
  const line = element.lastElementChild;
  const state = isOwn(message) ? stateOf(message) : null;
  if (element.className === classOf(message) && (state === null || line.querySelector('.state').textContent === state))
    return;
  element.className = classOf(message);
  line.replaceWith(about(message));
}

// Not every browser lets the keyboard scroll what has no link in it.
scroll.tabIndex = 0;

let followsEnd = true;
scroll.addEventListener('scroll', () => {
  followsEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
});

function keepAtEnd() {
  if (followsEnd) scroll.scrollTop = scroll.scrollHeight;
}
new ResizeObserver(keepAtEnd).observe(scroll);

/** What has to be drawn anew when it changes. Addresses of files do change, and the ones drawn stay. */
function faceOf({ text, attachments }) {
  return JSON.stringify([text, attachments.map(({ fileName, url, previewUrl }) => [fileName, !url, !previewUrl])]);
}

function rowsOf(messages) {
  const rows = [];
  let lastDay = '';
  for (const message of messages) {
    const day = dayOf.format(new Date(message.timestamp));
    if (day !== lastDay) rows.push({ key: `day:${day}`, face: day, build: () => make('li', 'day', day) });
    lastDay = day;
    const build = () => messageElement(message);
    rows.push({ key: message.key, face: faceOf(message), build, refresh: (element) => showState(element, message) });
  }
  return rows;
}

/** Draws only what is new or has changed, so that a screen reader says each message once. */
export function showMessages(messages) {
  const rows = rowsOf(messages);
  const keys = new Set(rows.map(({ key }) => key));
  for (const [key, { element }] of shown) {
    if (keys.has(key)) continue;
    element.remove();
    shown.delete(key);
  }
  let place = list.firstElementChild;
  for (const { key, face, build, refresh } of rows) {
    const drawn = shown.get(key);
    const element = drawn?.face === face ? drawn.element : build();
    if (drawn?.face === face && refresh) refresh(element);
    if (drawn && drawn.element !== element) {
      drawn.element.replaceWith(element);
      if (drawn.element === place) place = element;
    }
    if (element === place) place = place.nextElementSibling;
    else list.insertBefore(element, place);
    shown.set(key, { element, face });
  }
  keepAtEnd();
}

export function goToEnd() {
  followsEnd = true;
  keepAtEnd();
}

const banner = document.getElementById('banner');

/** A sentence above the conversation; null takes it away. */
export function showBanner(sentence) {
  banner.hidden = sentence === null;
  if (sentence !== null && banner.textContent !== sentence) banner.textContent = sentence;
}

export function showUnread(count) {
  document.title = count === 0 ? setup.title : `(${count}) ${setup.title}`;
}
