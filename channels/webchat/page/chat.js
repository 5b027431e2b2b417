import { openComposer } from './composer.js';
import { addressOf, forgetFile, keptFile } from './files.js';
import { openFollowing } from './follow.js';
import { askToClose, framed, isShown, onShown, tellReady, tellUnread } from './frame.js';
import { forgets, openKeep } from './keep.js';
import { openOutbox } from './outbox.js';
import { openServer, Refused } from './server.js';
import { say, setup } from './setup.js';
import { goToEnd, showBanner, showMessages, showUnread } from './view.js';

// What the browser keeps goes by a key that stays when the installation's address gets another path.
const { base, key } = setup;
const keep = openKeep(key);
const server = openServer(base);
const nameRow = document.getElementById('name-row');
const nameField = document.getElementById('name');

const typingEveryMs = 4_000;

/** As the server last told it. */
let conversation = [];
/** Confirmed by the server, and not yet in what it told. */
let accepted = [];
const reportedSeen = new Set();

/** What is wrong with either way to the server, by the name of a sentence; the visitor is told one of them. */
const troubles = { sending: null, watching: null, keeping: null };
const tell = (way, name) => {
  troubles[way] = name;
  const told = troubles.sending ?? troubles.watching ?? troubles.keeping;
  showBanner(told && say(told));
};

function ownMessage({ messageId, text, files = [], writtenAt, refused }, state) {
  const attachments = files.map((file) => ({ ...file, url: addressOf(file.key) }));
  const common = { key: messageId, direction: 'incoming', text, timestamp: writtenAt, attachments };
  if (!refused) return { ...common, state, percent: outbox.progressOf(messageId) };
  const tryAgain = () => {
    keep.tryAgain(messageId);
    draw();
    void outbox.send();
  };
  const discard = () => {
    keep.removeFromOutbox(messageId);
    for (const { key } of files) void forgetFile(key);
    draw();
    composer.focus();
  };
  return { ...common, state: 'failed', reason: refused, tryAgain, discard };
}

function draw() {
  const told = new Set(conversation.map(({ messageId }) => messageId));
  accepted = accepted.filter(({ messageId }) => !told.has(messageId));
  const confirmed = new Set([...told, ...accepted.map(({ messageId }) => messageId)]);
  const waiting = keep.outbox().filter(({ messageId }) => !confirmed.has(messageId));
  showMessages([
    ...conversation.map((message) => ({ ...message, key: message.messageId ?? message.id, state: 'accepted' })),
    ...accepted.map((message) => ownMessage(message, 'accepted')),
    ...waiting.map((message) => ownMessage(message, 'pending')),
  ]);
  nameRow.hidden = keep.token() !== null || told.size > 0 || waiting.length > 0;
}

/** Throws when the same report may get through a moment later. */
async function reportSeen() {
  const unseen = conversation.filter(
    ({ id, direction, seen }) => direction === 'outgoing' && !seen && !reportedSeen.has(id),
  );
  const unread = isShown() ? 0 : unseen.length;
  showUnread(unread);
  tellUnread(unread);
  const ids = unseen.map(({ id }) => id);
  if (!isShown() || ids.length === 0 || !keep.token()) return;
  for (const id of ids) reportedSeen.add(id);
  await server.reportSeen(keep.token(), ids).catch((error) => {
    for (const id of ids) reportedSeen.delete(id);
    if (!(error instanceof Refused) || error.isPassing) throw error;
  });
}

async function load() {
  conversation = await server.messages(keep.token());
  draw();
  await reportSeen();
}

let loading = false;
let loadAgain = false;

/** Loads, and reports what was seen, until it succeeds: a change is told only once. */
async function refresh() {
  loadAgain = true;
  if (loading) return;
  loading = true;
  while (loadAgain && keep.token()) {
    loadAgain = false;
    try {
      await load();
    } catch {
      loadAgain = true;
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
  loading = false;
}

async function createVisitor() {
  const cookie = forgets();
  const token = await server.createVisitor({ name: nameField.value.trim(), cookie });
  if (cookie) {
    const isKept = (await server.recallVisitor()) === token;
    tell('keeping', isKept ? null : 'forgets');
  }
  return token;
}

const outbox = openOutbox({
  base: key,
  keep,
  server,
  createVisitor,
  onAccepted: (message) => accepted.push(message),
  onTrouble: (name) => tell('sending', name),
  onChange: () => {
    draw();
    void follow();
  },
});
const { follow, tryNow } = openFollowing({
  base: key,
  keep,
  server,
  onChange: () => void refresh(),
  onTrouble: (name) => tell('watching', name),
  onOpen: () => outbox.tryNow(),
});

let typingReportedAt = 0;

const composer = openComposer({
  keep,
  whyNot: () =>
    !nameRow.hidden && nameField.value.trim().length > setup.maxNameLength
      ? say('nameTooLong', { limit: setup.maxNameLength })
      : null,
  onWritten: (messages) => {
    keep.addToOutbox(messages);
    draw();
    goToEnd();
    void outbox.send();
  },
  onTyping: () => {
    if (!keep.token() || Date.now() - typingReportedAt < typingEveryMs) return;
    typingReportedAt = Date.now();
    server.reportTyping(keep.token()).catch(() => {});
  },
});

// Keys by which an input method is told which word is meant do nothing else. Safari tells of the Enter that ends a composition when
// that is over: only the key's number, which all keys of input methods have, says what it was for.
addEventListener(
  'keydown',
  (event) => {
    if (event.isComposing || event.keyCode === 229) event.stopPropagation();
  },
  { capture: true },
);

// Whoever has said who he is goes on to what he wants to say.
nameField.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  composer.focus();
});

addEventListener('storage', (event) => {
  if (!keep.isOutboxKey(event.key)) return;
  draw();
  void follow();
  void refresh();
});
addEventListener('online', () => {
  tryNow();
  outbox.tryNow();
});

onShown(({ isOpen, byVisitor }) => {
  if (framed) keep.setOpen(isOpen);
  if (isOpen) goToEnd();
  if (byVisitor && isOpen) composer.focus();
  reportSeen().catch(refresh);
});
if (framed) {
  document.body.classList.add('framed');
  document.getElementById('close').hidden = false;
  document.getElementById('close').addEventListener('click', askToClose);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') askToClose();
  });
} else if (matchMedia('(pointer: fine)').matches) {
  composer.focus();
}

// Without the cookie's answer he is a new visitor, and would stay one: it is waited for before he can write.
if (forgets()) keep.setToken(await server.recallVisitor().catch(() => null));
draw();
tellReady(keep.isOpen());
void follow();
void outbox.send();
// Pictures that wait to be sent show once they are found.
const waitingFiles = keep.outbox().flatMap(({ files = [] }) => files);
if (waitingFiles.length > 0) void Promise.all(waitingFiles.map(({ key }) => keptFile(key))).then(draw);
