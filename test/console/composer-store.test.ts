import { ApiError } from '../../console/app/api-error';
import type { Message, StoredFile } from '../../console/app/types';
import { createComposer, type Takes } from '../../console/conversation/composer-store';
import { createDrafts } from '../../console/conversation/draft-store';
import type { Upload } from '../../console/conversation/upload';
import { settle } from '../support/console-parts';

const me = 'operator-1';
const refused = new ApiError({ status: 422, code: 'message_refused', detail: 'The text is too long.' });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A browser's storage. */
function createKeep() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

interface Call {
  key: string;
  body: { text?: string; furtherTexts?: string[]; fileIds?: string[] };
  answer: (outcome?: Error) => Promise<void>;
}

/** A service that stores what is sent under its key, once; the test decides when it answers, and what. */
function createService() {
  const calls: Call[] = [];
  const stored = new Map<string, Message>();
  async function post(_path: string, body: Call['body'], { idempotencyKey: key }: { idempotencyKey: string }) {
    await new Promise<void>((resolve, reject) => {
      calls.push({
        key,
        body,
        async answer(outcome) {
          if (outcome === undefined) resolve();
          else reject(outcome);
          await settle();
        },
      });
    });
    const message = stored.get(key) ?? messageOf(`message-${stored.size}`, body);
    stored.set(key, message);
    const followedBy = (body.furtherTexts ?? []).map((text, index) =>
      messageOf(`${message.id}.${index + 1}`, { text }),
    );
    return { ...message, followedBy };
  }
  return { api: { post } as unknown as Parameters<typeof createComposer>[0]['api'], calls, stored };
}

function messageOf(id: string, { text = '', fileIds = [] }: Call['body']): Message {
  const attachments = fileIds.map((fileId) => ({ id: fileId }));
  return {
    id,
    chatId: 'chat-1',
    direction: 'outgoing',
    text,
    attachments,
    author: { id: me, name: 'Olga' },
  } as Message;
}

function composerOn({ keep = createKeep(), service = createService(), isCurrent = (): boolean => true } = {}) {
  const sent: string[] = [];
  const uploads: Array<{ done: (error?: unknown) => void; fileName: string; isGivenUp: () => boolean }> = [];
  const upload: Upload = (_file, fileName, { signal }) =>
    new Promise((resolve, reject) => {
      const file = { id: `file-${fileName}`, fileName, mediaType: 'text/plain', size: 3, url: '/files/x' };
      const done = (error?: unknown) => (error === undefined ? resolve(file as StoredFile) : reject(error));
      uploads.push({ done, fileName, isGivenUp: () => signal.aborted });
    });
  const composer = createComposer({
    ...{ api: service.api, upload, chatId: 'chat-1', userId: me, isCurrent },
    drafts: createDrafts(keep, me),
    onSent: ({ text }) => sent.push(text),
  });
  const write = (text: string) => {
    composer.text.value = text;
    return composer.send();
  };
  const waiting = () => composer.outbox.value.map(({ text, state }) => `${text}: ${state.kind}`);
  return { composer, keep, service, calls: service.calls, sent, uploads, write, waiting };
}

/** What a messenger takes: texts of ten characters, pictures with and documents without a caption. */
const narrow: Takes = {
  maxFiles: 1,
  limits: {
    maxTextLength: 10,
    files: [
      { mediaTypes: ['image/png'], extensions: ['.png'], maxBytes: 5, maxCaptionLength: 10, refusal: null },
      { mediaTypes: ['text/plain'], extensions: ['.txt'], maxBytes: 5, maxCaptionLength: 0, refusal: null },
    ],
    otherFiles: { maxBytes: 0, maxCaptionLength: 0, refusal: { code: 'refused', reason: 'Pictures and texts only.' } },
  },
};

const last = (calls: Call[]): Call => {
  const call = calls.at(-1);
  if (call === undefined) throw new Error('nothing was sent');
  return call;
};

test('answers are shown at once, and go out one after the other in the order in which they were written', async () => {
  const { composer, calls, write, waiting, sent } = composerOn();
  write('first');
  write('second');
  expect(composer.text.value).toBe('');
  expect(waiting()).toEqual(['first: sending', 'second: waiting']);
  await last(calls).answer();
  expect(calls.map(({ body }) => body.text)).toEqual(['first', 'second']);
  await last(calls).answer();
  expect([sent, waiting()]).toEqual([['first', 'second'], []]);
});

test('a lost answer is asked for again with the same key, so that nothing is sent twice', async () => {
  const { service, calls, write, waiting, sent } = composerOn();
  write('only once');
  const first = last(calls);
  service.stored.set(first.key, messageOf('message-0', first.body));
  await first.answer(ApiError.unreachable(null));
  expect(waiting()).toEqual(['only once: retrying']);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(calls.map(({ key }) => key)).toEqual([first.key, first.key]);
  await last(calls).answer();
  expect([sent, service.stored.size, waiting()]).toEqual([['only once'], 1, []]);
});

test('what is refused stands with what follows it until somebody decides, and can be written anew', async () => {
  const { composer, calls, write, waiting } = composerOn();
  write('too long');
  write('after it');
  await last(calls).answer(refused);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(waiting()).toEqual(['too long: refused', 'after it: waiting']);
  composer.text.value = 'begun';
  composer.edit(composer.outbox.value[0]?.key ?? '');
  expect(composer.text.value).toBe('too long\nbegun');
  expect(waiting()).toEqual(['after it: sending']);
});

test('what is refused is sent again when asked to', async () => {
  const { composer, calls, write, sent } = composerOn();
  write('again');
  await last(calls).answer(refused);
  composer.again(composer.outbox.value[0]?.key ?? '');
  await last(calls).answer();
  expect([calls.length, sent]).toEqual([2, ['again']]);
});

describe('while the chat is being taken', () => {
  /** `end` says whether he got it. */
  function whileTaken() {
    let end = (_isTaken: boolean): void => {};
    const scene = composerOn();
    const taken = new Promise<boolean>((resolve) => {
      end = resolve;
    });
    void scene.composer.sendOnceTaken(taken);
    return { ...scene, end };
  }

  test('answers wait, and go out in their order once it is', async () => {
    const { composer, calls, write, waiting, end } = whileTaken();
    write('first');
    write('second');
    composer.wake();
    await settle();
    expect([calls.length, waiting()]).toEqual([0, ['first: waiting', 'second: waiting']]);
    end(true);
    await settle();
    await last(calls).answer();
    expect(calls.map(({ body }) => body.text)).toEqual(['first', 'second']);
  });

  test('answers are a draft again when somebody else gets it', async () => {
    const { composer, calls, write, waiting, end } = whileTaken();
    write('first');
    write('second');
    composer.text.value = 'and';
    end(false);
    await settle();
    expect([calls.length, waiting(), composer.text.value]).toEqual([0, [], 'first\nsecond\nand']);
    write('now it is his');
    expect(calls).toHaveLength(1);
  });
});

test('an answer that may have arrived cannot be taken back', async () => {
  const { composer, calls, write, waiting } = composerOn();
  write('unsure');
  await last(calls).answer(ApiError.unreachable(null));
  composer.edit(composer.outbox.value[0]?.key ?? '');
  composer.discard(composer.outbox.value[0]?.key ?? '');
  expect(waiting()).toEqual(['unsure: retrying']);
});

test('a message that is heard of before its answer comes is known to be the one on its way', async () => {
  const { composer, calls, write } = composerOn();
  write('quick');
  composer.heard(messageOf('another', { text: 'something else' }));
  expect(composer.outbox.value[0]?.heardAs).toBeNull();
  composer.heard(messageOf('message-0', { text: 'quick' }));
  expect(composer.outbox.value[0]?.heardAs).toBe('message-0');
  const key = composer.outbox.value[0]?.key;
  await last(calls).answer();
  expect(composer.keyOf('message-0')).toBe(key);
});

describe('over a reload of the page', () => {
  test('the text, the files and what is replied to are there again', async () => {
    const { composer, keep, uploads } = composerOn();
    composer.text.value = 'half a sen';
    composer.replyTo.value = { id: 'message-7', author: 'Vera', text: 'Why?' };
    composer.addFiles([new File(['abc'], 'a.txt'), new File(['abc'], 'b.txt')]);
    uploads[0]?.done();
    await settle();
    const { composer: after } = composerOn({ keep });
    expect(after.text.value).toBe('half a sen');
    expect(after.replyTo.value?.id).toBe('message-7');
    expect(after.files.value.map(({ fileName }) => fileName)).toEqual(['a.txt']);
  });

  test('what was on its way goes out with the same key', async () => {
    const { keep, calls, write } = composerOn();
    write('on its way');
    const after = composerOn({ keep });
    after.composer.start();
    expect(last(after.calls)).toMatchObject({ key: last(calls).key, body: { text: 'on its way' } });
    await last(after.calls).answer();
    expect(createDrafts(keep, me).unsent()).toEqual([]);
  });

  test('another person in the same browser sees nothing of it', () => {
    const { composer, keep } = composerOn();
    composer.text.value = 'private';
    expect(createDrafts(keep, 'operator-2').read('chat-1').text).toBe('');
  });
});

test('nothing is sent for one who has signed out', async () => {
  let isCurrent = true;
  const { calls, write } = composerOn({ isCurrent: () => isCurrent });
  write('first');
  write('second');
  isCurrent = false;
  await last(calls).answer();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(1);
});

describe('files', () => {
  test('go with the answer when they are uploaded, and not before', async () => {
    const { composer, calls, uploads, write } = composerOn();
    composer.addFiles([new File(['abc'], 'a.txt')]);
    expect(write('with a file')).toBe(false);
    expect(composer.text.value).toBe('with a file');
    uploads[0]?.done();
    await settle();
    expect(composer.send()).toBe(true);
    expect(last(calls).body).toEqual({ text: 'with a file', fileIds: ['file-a.txt'] });
    expect(composer.files.value).toEqual([]);
  });

  test('of which the messenger takes fewer in a message go in further ones', async () => {
    const { composer, calls, uploads } = composerOn();
    composer.addFiles([new File(['abc'], 'a.txt'), new File(['abc'], 'b.txt')]);
    for (const { done } of uploads) done();
    await settle();
    composer.text.value = 'both';
    composer.learn(narrow);
    composer.send();
    await last(calls).answer();
    expect(calls.map(({ body }) => body)).toEqual([
      { text: 'both', fileIds: ['file-a.txt'] },
      { text: '', fileIds: ['file-b.txt'] },
    ]);
  });

  test('that are too big, empty or too many are named, the others taken', () => {
    const { composer } = composerOn();
    const big = new File(['x'], 'big.bin');
    Object.defineProperty(big, 'size', { value: 51 * 1_048_576 });
    const many = Array.from({ length: 12 }, (_, index) => new File(['x'], `${index}.txt`));
    composer.addFiles([big, new File([], 'empty.txt'), ...many]);
    expect(composer.unfit.value).toEqual([
      { kind: 'too_big', fileName: 'big.bin', mostBytes: 50 * 1_048_576 },
      { kind: 'empty', fileName: 'empty.txt' },
      { kind: 'too_many' },
    ]);
    expect(composer.files.value).toHaveLength(10);
  });

  test('whose upload failed are uploaded again, and those taken away are given up', async () => {
    const { composer, uploads } = composerOn();
    composer.addFiles([new File(['abc'], 'a.txt'), new File(['abc'], 'b.txt')]);
    uploads[0]?.done(ApiError.unreachable(null));
    await settle();
    const [failed, other] = composer.files.value;
    expect(failed?.state.kind).toBe('failed');
    composer.addAgain(failed?.key ?? '');
    composer.removeFile(other?.key ?? '');
    uploads[2]?.done();
    await settle();
    expect(uploads.map(({ fileName, isGivenUp }) => [fileName, isGivenUp()])).toEqual([
      ['a.txt', false],
      ['b.txt', true],
      ['a.txt', false],
    ]);
    expect(composer.isUploading.value).toBe(false);
  });
});

describe('what the messenger does not take', () => {
  const chosen = (name: string, type: string, content = 'abc') => new File([content], name, { type });

  test('is said when the files are chosen, and the others are taken', () => {
    const { composer, uploads } = composerOn();
    composer.learn(narrow);
    composer.addFiles([
      chosen('film.mov', 'video/quicktime'),
      chosen('large.png', 'image/png', 'abcdef'),
      chosen('small.png', 'image/png'),
    ]);
    expect(composer.unfit.value).toEqual([
      { kind: 'refused', fileName: 'film.mov', reason: 'Pictures and texts only.' },
      { kind: 'too_big', fileName: 'large.png', mostBytes: 5 },
    ]);
    expect(uploads.map(({ fileName }) => fileName)).toEqual(['small.png']);
  });

  test('is taken out again when it was chosen before that was known', () => {
    const { composer, uploads } = composerOn();
    composer.addFiles([chosen('film.mov', 'video/quicktime'), chosen('small.png', 'image/png')]);
    composer.learn(narrow);
    expect(composer.files.value.map(({ fileName }) => fileName)).toEqual(['small.png']);
    expect(composer.unfit.value).toEqual([
      { kind: 'refused', fileName: 'film.mov', reason: 'Pictures and texts only.' },
    ]);
    expect(uploads.map(({ isGivenUp }) => isGivenUp())).toEqual([true, false]);
  });

  test('leaves what was said of other files when there is nothing of it', () => {
    const { composer } = composerOn();
    composer.addFiles([new File([], 'empty.txt')]);
    composer.learn(narrow);
    expect(composer.unfit.value).toEqual([{ kind: 'empty', fileName: 'empty.txt' }]);
  });

  test('is a text beside a document: it is told that it goes out by itself', () => {
    const { composer } = composerOn();
    composer.learn(narrow);
    composer.text.value = 'Here';
    composer.addFiles([chosen('small.png', 'image/png')]);
    expect(composer.isApart.value).toBe(false);
    composer.addFiles([chosen('notes.txt', 'text/plain')]);
    expect(composer.isApart.value).toBe(true);
  });
});

describe('a text that is too long for one message', () => {
  const long = 'one two three four';

  function composing(text: string) {
    const scene = composerOn();
    scene.composer.learn(narrow);
    scene.composer.text.value = text;
    return scene;
  }

  test('is not sent by the key that sends, and it is said why until it is changed', () => {
    const { composer, calls } = composing(long);
    expect(composer.send()).toBe(false);
    expect([calls.length, composer.text.value, composer.wasTooLong.value]).toEqual([0, long, true]);
    composer.text.value = 'one two';
    expect(composer.wasTooLong.value).toBe(false);
    expect(composer.send()).toBe(true);
  });

  test('is sent as several when that is asked for: in one request, so that all of it goes or nothing', async () => {
    const { composer, calls, sent } = composing(long);
    expect(composer.parts.value).toEqual(['one two', 'three four']);
    expect(composer.sendInParts()).toBe(true);
    expect(last(calls).body).toEqual({ text: 'one two', furtherTexts: ['three four'] });
    expect([composer.text.value, composer.outbox.value.map(({ text }) => text)]).toEqual(['', [long]]);
    await last(calls).answer();
    expect([sent, composer.outbox.value]).toEqual([['one two', 'three four'], []]);
  });

  test('goes out in the same parts, under the same key, after a reload of the page', async () => {
    const { composer, keep, calls } = composing(long);
    composer.sendInParts();
    const after = composerOn({ keep });
    after.composer.start();
    expect(last(after.calls)).toMatchObject({ key: last(calls).key, body: last(calls).body });
  });

  test('that is refused is one text again, to be changed', async () => {
    const { composer, calls } = composing(long);
    composer.sendInParts();
    await last(calls).answer(refused);
    composer.edit(composer.outbox.value[0]?.key ?? '');
    expect(composer.text.value).toBe(long);
  });

  test('has its files with it', async () => {
    const { composer, calls, uploads } = composing(long);
    composer.addFiles([new File(['abc'], 'a.txt')]);
    expect(composer.sendInParts()).toBe(false);
    uploads[0]?.done();
    await settle();
    expect(composer.sendInParts()).toBe(true);
    expect(last(calls).body).toEqual({ text: 'one two', furtherTexts: ['three four'], fileIds: ['file-a.txt'] });
  });

  test('and for more messages than anybody wants is not sent at all', () => {
    const { composer, calls } = composing('12345678 '.repeat(21));
    expect(composer.parts.value).toHaveLength(21);
    expect([composer.sendInParts(), calls.length]).toEqual([false, 0]);
  });

  test('is heard of by its first part, before the answer comes', () => {
    const { composer } = composing(long);
    composer.sendInParts();
    composer.heard(messageOf('message-0', { text: 'one two' }));
    expect(composer.outbox.value[0]?.heardAs).toBe('message-0');
  });
});

test('an answer whose text goes out before its file is heard of by its text', async () => {
  const { composer, uploads } = composerOn();
  composer.addFiles([new File(['abc'], 'a.txt')]);
  uploads[0]?.done();
  await settle();
  composer.text.value = 'Here';
  composer.send();
  composer.heard(messageOf('message-0', { text: 'Here' }));
  expect(composer.outbox.value[0]?.heardAs).toBe('message-0');
});

test('drafts that nobody went on with for a month are taken away', () => {
  const keep = createKeep();
  const draft = { text: 'old', files: [], replyTo: null, outbox: [] };
  createDrafts(keep, me, () => 0).write('chat-1', draft);
  createDrafts(keep, me, () => 29 * 86_400_000).write('chat-2', draft);
  createDrafts(keep, me, () => 31 * 86_400_000).prune();
  expect(keep.length).toBe(1);
});
