import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Storage } from '../../storage/storage';
import { beginErasure } from '../support/begin-erasure';
import { clientByHand, type Scene, setScene } from '../support/by-hand';
import { type ProcessByHand, processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { tracesOf } from '../support/traces';

let parley: Parley;
let scene: Scene;

beforeAll(async () => {
  parley = await startParley();
  scene = await setScene(parley, { size: 1, limit: 50 });
});

afterAll(() => parley.stop());

class Killed extends Error {}

/** A process that dies before its so-manieth call to a store: nothing more comes of it. */
function dyingProcess(before: number): { process: ProcessByHand; calls: () => number } {
  let calls = 0;
  const isStore = (part: unknown): part is object => typeof part === 'object' && part !== null && 'model' in part;
  const mortal = (store: object) =>
    Object.fromEntries(
      Object.entries(store).map(([name, part]) => [
        name,
        typeof part !== 'function' || name === 'model'
          ? part
          : (...args: unknown[]) => {
              calls += 1;
              if (calls >= before) throw new Killed();
              return part(...args);
            },
      ]),
    );
  const { storage } = parley.deps;
  const stores = Object.entries(storage).map(([name, part]) => [name, isStore(part) ? mortal(part) : part]);
  return { process: processOf(parley, Object.fromEntries(stores) as Storage), calls: () => calls };
}

/** Somebody with a completed chat and an open one, files loaded and loading, and a word that stands in all of it. */
async function person(): Promise<{ contactId: string; word: string }> {
  const word = `word${randomUUID().replace(/-/g, '')}`;
  const { storage } = parley;
  const { activities, offers } = processOf(parley);
  const client = await clientByHand(parley, scene.channel.id, word);
  let contactId = '';
  for (const isOpen of [false, true]) {
    const ids = await client.store(`${word} said`, `${word} again`);
    const asked = { ...client.request(ids), workflowId: 'nobody-runs' };
    await activities.attachMessages(asked);
    contactId = (await storage.chats.get(asked.newChatId))?.contactId ?? '';
    await addFiles(ids[0] ?? '', word);
    if (!isOpen) await offers.complete({ chatId: asked.newChatId, by: 'administrator' });
  }
  await storage.contacts.update(contactId, { name: word });
  await client.store(`${word} in no chat yet`);
  return { contactId, word };
}

async function addFiles(messageId: string, word: string): Promise<void> {
  const { files, messages } = parley.storage;
  const [stored, loading] = [randomUUID(), randomUUID()];
  await files.save({ id: stored, fileName: `${word}.txt`, mediaType: 'text/plain', content: Readable.from([word]) });
  const common = { fileName: `${word}.txt`, mediaType: 'text/plain', size: null, reference: word, failure: null };
  await messages.model.updateOne(
    { _id: messageId },
    {
      $set: {
        attachments: [
          { ...common, id: stored, status: 'stored', fileId: stored },
          { ...common, id: loading, status: 'pending', fileId: null },
        ],
      },
    },
  );
}

/** As a relay of another process does it, when it is due. */
async function relayed(contactId: string): Promise<void> {
  await processOf(parley).erasing.goOn(contactId, 10_000);
}

const isAsked = async (contactId: string) => (await parley.storage.erasures.get(contactId)) !== null;

/** How many calls to the stores an erasure is made of. */
async function callsOf(work: (process: ProcessByHand) => Promise<void>): Promise<number> {
  const { process, calls } = dyingProcess(Number.POSITIVE_INFINITY);
  await work(process);
  return calls();
}

test('a process killed before any of its steps leaves an erasure that another goes on with, or none', async () => {
  const whole = await person();
  const erase = (contactId: string) => async (process: ProcessByHand) => {
    await beginErasure(process, contactId);
    await process.erasing.goOn(contactId, 10_000);
  };
  const calls = await callsOf(erase(whole.contactId));
  expect(calls).toBeGreaterThan(40);
  expect(await tracesOf(parley, [whole.word])).toEqual([]);

  for (let step = 1; step <= calls; step += 1) {
    const { contactId, word } = await person();
    await expect(erase(contactId)(dyingProcess(step).process)).rejects.toThrow(Killed);
    if (await isAsked(contactId)) {
      await relayed(contactId);
      expect([step, await tracesOf(parley, [word])]).toEqual([step, []]);
    } else {
      // Nothing was done yet: all of him is there as before.
      expect([step, (await parley.storage.contacts.get(contactId))?.name]).toEqual([step, word]);
      await erase(contactId)(processOf(parley));
    }
  }
});

test('several that go on with the same erasure at once finish it', async () => {
  const { contactId, word } = await person();
  await beginErasure(processOf(parley), contactId);
  await Promise.all([1, 2, 3].map(() => relayed(contactId)));
  expect(await tracesOf(parley, [word])).toEqual([]);
});

test('it is gone on with for a while at a time, and then again', async () => {
  const { contactId, word } = await person();
  await beginErasure(processOf(parley), contactId);
  const { erasing } = processOf(parley);
  let rounds = 0;
  for (; (await parley.storage.erasures.get(contactId))?.isEmptied === false; rounds += 1)
    await erasing.goOn(contactId, -1);
  expect(rounds).toBeGreaterThan(1);
  expect(await tracesOf(parley, [word])).toEqual([]);
});

/** Files that are being loaded when the erasure begins, by id. */
async function loadingFilesOf(clientId: string): Promise<string[]> {
  const messages = await parley.storage.messages.model.find({ clientId }).lean();
  const attachments = messages.flatMap((message) => message.attachments);
  return attachments.filter(({ status }) => status === 'pending').map(({ id }) => id);
}

/** They are stored when all else of him is gone already; the end of the erasure takes them along. */
async function expectLateFilesGo({ contactId, word }: { contactId: string; word: string }, loading: string[]) {
  const { storage } = parley;
  for (const id of loading)
    await storage.files.save({ id, fileName: word, mediaType: 'text/plain', content: Readable.from([word]) });
  expect(await tracesOf(parley, [word])).not.toEqual([]);
  await storage.erasures.model.updateOne({ _id: contactId }, { $set: { dueAt: new Date() } });
  const due = await storage.erasures.takeDue(1_000);
  expect(due).toMatchObject({ contactId, isEmptied: true });
  await relayed(contactId);
  expect(await tracesOf(parley, [word])).toEqual([]);
  expect(await isAsked(contactId)).toBe(false);
}

test('a file that a process stored and died before it was told of its erasure goes at the end', async () => {
  const erased = await person();
  const loading = await loadingFilesOf(erased.word);
  expect(loading).toHaveLength(2);
  await beginErasure(processOf(parley), erased.contactId);
  await relayed(erased.contactId);
  await expectLateFilesGo(erased, loading);
});

test('such a file goes also when whoever was about to note that it may come died', async () => {
  const erased = await person();
  const loading = await loadingFilesOf(erased.word);
  await beginErasure(processOf(parley), erased.contactId);
  const { storage } = parley;
  const noteFiles = () => Promise.reject(new Killed());
  const dying = processOf(parley, { ...storage, erasures: { ...storage.erasures, noteFiles } });
  await expect(dying.erasing.goOn(erased.contactId, 10_000)).rejects.toThrow(Killed);
  await relayed(erased.contactId);
  await expectLateFilesGo(erased, loading);
});

test('what a process tells of him later goes too: the erasure does not end before it', async () => {
  const { contactId, word } = await person();
  const { model } = parley.storage.processRuns;
  const run = { _id: randomUUID(), contactId, chatId: 'his', process: 'theirs', status: 'started' as const };
  await model.create([run]);
  await beginErasure(processOf(parley), contactId);
  await relayed(contactId);
  await relayed(contactId);
  expect(await isAsked(contactId)).toBe(true);
  await model.updateOne({ _id: run._id }, { $set: { status: 'finished', outcome: { text: word, link: null } } });
  await relayed(contactId);
  expect(await isAsked(contactId)).toBe(false);
  expect(await tracesOf(parley, [word])).toEqual([]);
});
