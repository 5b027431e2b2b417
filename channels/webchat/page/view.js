/** Puts messages on the page. All that people wrote goes in as text, never as markup. */

const scroll = document.getElementById('scroll');
const list = document.getElementById('messages');
const shown = new Map();

const timeOf = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayOf = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const sizeOf = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function link(address, text, className) {
  const anchor = make('a', className, text);
  anchor.href = address;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

/** The text with its web addresses as links; any other scheme stays text. */
function words(text) {
  const whole = make('span', 'words');
  let done = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]']/g)) {
    whole.append(text.slice(done, match.index), link(match[0], match[0]));
    done = match.index + match[0].length;
  }
  whole.append(text.slice(done));
  return whole;
}

function humanSize(bytes) {
  if (bytes === null) return '';
  return bytes < 1_000_000 ? ` (${sizeOf.format(bytes / 1000)} kB)` : ` (${sizeOf.format(bytes / 1_000_000)} MB)`;
}

function player(tag, { url, fileName }) {
  const element = make(tag, 'file');
  element.controls = true;
  element.preload = 'metadata';
  element.src = url;
  element.setAttribute('aria-label', fileName);
  return element;
}

function fileElement(attachment) {
  const { url, fileName, mediaType, size } = attachment;
  if (!url) return make('span', 'file', `${fileName} (not available)`);
  if (/^image\/(png|jpeg|gif|webp|avif)$/.test(mediaType)) {
    const picture = link(url, '', 'file');
    const image = make('img', 'file');
    image.src = url;
    image.alt = fileName;
    image.addEventListener('load', keepAtEnd);
    picture.append(image);
    return picture;
  }
  if (mediaType.startsWith('audio/')) return player('audio', attachment);
  if (mediaType.startsWith('video/')) return player('video', attachment);
  return link(url, `${fileName}${humanSize(size)}`, 'file');
}

function about(message) {
  const at = new Date(message.timestamp);
  const line = make('p', 'about');
  const time = make('time', '', timeOf.format(at));
  time.dateTime = at.toISOString();
  if (message.authorName) line.append(`${message.authorName}, `);
  line.append(time);
  if (message.state === 'pending') line.append(' · Sending');
  if (message.state === 'failed') line.append(` · Not sent: ${message.reason}`);
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
  const bubble = make('div', 'bubble');
  bubble.append(make('span', 'unseen', isOwn(message) ? 'You: ' : `${message.authorName ?? 'Answer'}: `));
  if (message.text) bubble.append(words(message.text));
  bubble.append(...message.attachments.map(fileElement));
  element.append(bubble, about(message));
  return element;
}

/** Changes what is said about a message, and leaves what it says alone. */
function showState(element, message) {
  if (element.className === classOf(message)) return;
  element.className = classOf(message);
  element.lastElementChild.replaceWith(about(message));
}

function dayElement(day) {
  return make('li', 'day', day);
}

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
  return JSON.stringify([text, attachments.map(({ fileName, url }) => [fileName, !url])]);
}

function rowsOf(messages) {
  const rows = [];
  let lastDay = '';
  for (const message of messages) {
    const day = dayOf.format(new Date(message.timestamp));
    if (day !== lastDay) rows.push({ key: `day:${day}`, face: day, build: () => dayElement(day) });
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

const title = document.title;

export function showUnread(count) {
  document.title = count === 0 ? title : `(${count}) ${title}`;
}
