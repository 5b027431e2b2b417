import { openKeep } from './keep.js';
import { openServer, Refused } from './server.js';
import { goToEnd, showBanner, showMessages, showUnread } from './view.js';

const { base } = document.body.dataset;
const keep = openKeep(base);
const server = openServer(base);
const composer = document.getElementById('composer');
const nameRow = document.getElementById('name-row');
const nameField = document.getElementById('name');
const textField = document.getElementById('text');
const sendButton = document.getElementById('send');

const longestPauseMs = 15_000;
const typingEveryMs = 4_000;

/** As the server last told it. */
let conversation = [];
/** Confirmed by the server, and not yet in what it told. */
let accepted = [];
const reportedSeen = new Set();

/** What is wrong with either way to the server, in words; the visitor is told one of them. */
const troubles = { sending: null, watching: null };
const tell = (way, sentence) => {
  troubles[way] = sentence;
  showBanner(troubles.sending ?? troubles.watching);
};
const closed = 'This chat is closed at the moment. What you write is kept.';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Ever longer, and not in step with a thousand other pages that lost the same server. */
const pauseMsAfter = (failures) => Math.min(longestPauseMs, 1000 * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);

function ownMessage({ messageId, text, writtenAt, refused }, state) {
  const common = { key: messageId, direction: 'incoming', text, timestamp: writtenAt, attachments: [] };
  return refused ? { ...common, state: 'failed', reason: refused } : { ...common, state };
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

async function reportSeen() {
  const unseen = conversation.filter(
    ({ id, direction, seen }) => direction === 'outgoing' && !seen && !reportedSeen.has(id),
  );
  showUnread(document.hidden ? unseen.length : 0);
  const ids = unseen.map(({ id }) => id);
  if (document.hidden || ids.length === 0 || !keep.token()) return;
  for (const id of ids) reportedSeen.add(id);
  await server.reportSeen(keep.token(), ids).catch(() => {
    for (const id of ids) reportedSeen.delete(id);
  });
}

async function load() {
  conversation = await server.messages(keep.token());
  draw();
  await reportSeen();
}

let loading = false;
let loadAgain = false;

/** Loads until it succeeds: a change is told only once. */
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
      await pause(2000);
    }
  }
  loading = false;
}

let watching = false;

/** Keeps the conversation live, and says so above it while it is not. */
async function watch() {
  if (watching || !keep.token()) return;
  watching = true;
  let failures = 0;
  while (keep.token()) {
    try {
      await server.watch(keep.token(), {
        onOpen: () => {
          failures = 0;
          tell('watching', null);
          void sendOutbox();
        },
        onChange: () => void refresh(),
      });
      failures += 1;
    } catch (error) {
      failures += 1;
      if (error instanceof Refused && error.status === 403) keep.setToken(null);
      const isClosed = error instanceof Refused && error.status === 404;
      tell('watching', isClosed ? closed : 'The connection is lost. Trying again…');
    }
    await pause(pauseMsAfter(failures));
  }
  tell('watching', null);
  watching = false;
}

/** Sends one message until the server has it, or refuses it for good. The id stays, so a repeat does no harm. */
async function sendOne(message) {
  if (!keep.token()) keep.setToken(await server.createVisitor(nameField.value.trim()));
  try {
    await server.send(keep.token(), message);
    accepted.push(message);
    keep.removeFromOutbox(message.messageId);
  } catch (error) {
    const isForGood = error instanceof Refused && !error.isPassing && error.status !== 404;
    if (!isForGood) throw error;
    if (error.status === 403) {
      // The token is from another time of this installation: with a new one, this is a new visitor.
      keep.setToken(null);
      throw error;
    }
    keep.markRefused(message.messageId, error.message);
  }
}

let sending = false;

/** One after the other, so that they arrive in the order in which they were written. */
async function sendOutbox() {
  if (sending) return;
  sending = true;
  let failures = 0;
  for (;;) {
    const next = keep.outbox().find(({ refused }) => !refused);
    if (!next) break;
    try {
      await sendOne(next);
      failures = 0;
      tell('sending', null);
    } catch (error) {
      failures += 1;
      const isClosed = error instanceof Refused && error.status === 404;
      tell(
        'sending',
        isClosed ? closed : 'Your message could not be sent yet. It is kept, and sent as soon as possible.',
      );
      await pause(pauseMsAfter(failures));
    }
    draw();
    void watch();
  }
  sending = false;
}

function fitField() {
  textField.style.height = 'auto';
  textField.style.height = `${textField.scrollHeight + 2}px`;
  sendButton.disabled = textField.value.trim() === '';
}

let typingReportedAt = 0;

textField.addEventListener('input', () => {
  keep.setDraft(textField.value);
  fitField();
  if (!keep.token() || textField.value === '' || Date.now() - typingReportedAt < typingEveryMs) return;
  typingReportedAt = Date.now();
  server.reportTyping(keep.token()).catch(() => {});
});

textField.addEventListener('keydown', (event) => {
  const isPhone = matchMedia('(pointer: coarse)').matches;
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isPhone) return;
  event.preventDefault();
  composer.requestSubmit();
});

/** As `crypto.randomUUID`, which browsers hide from pages without https. */
function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = textField.value.trim();
  if (text === '') return;
  keep.addToOutbox({ messageId: newMessageId(), text, writtenAt: new Date().toISOString() });
  textField.value = '';
  keep.setDraft('');
  fitField();
  draw();
  goToEnd();
  textField.focus();
  void sendOutbox();
});

addEventListener('storage', (event) => {
  if (keep.isOutboxKey(event.key)) draw();
});
document.addEventListener('visibilitychange', () => void reportSeen());
addEventListener('online', () => void sendOutbox());

textField.value = keep.draft();
fitField();
draw();
void watch();
void sendOutbox();
if (matchMedia('(pointer: fine)').matches) textField.focus();
