import { inspect } from 'node:util';
import type { ApiClient, Reply } from '../support/api-client';
import { createTeam, createTelegramChannel, createUser, createWebchatChannel, Visitor } from '../support/builders';
import { type ApiDossier, runToItsEnd } from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { chatsOf, only, untilOffered } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

interface ApiContact {
  id: string;
  name: string;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  photoUrl: string | null;
  identities: Array<{ provider: string; clientId: string }>;
  merges: Array<{ id: string; contactId: string; undoableUntil: string }>;
}
interface Page {
  items: ApiContact[];
  nextCursor: string | null;
}

const find = async (user: ApiClient, q: string) =>
  (await user.ok<Page>('GET', `/api/contacts?q=${encodeURIComponent(q)}`)).items;
const contact = (id: string) => parley.admin.ok<ApiContact>('GET', `/api/contacts/${id}`);

/** A team of one, with a web page and a bot. */
async function desk() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot();
  const telegram = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const webchat = await createWebchatChannel(parley, queue.id);
  return { queue, operator: only(operators), bot, telegram, webchat };
}

async function chatOf(channelId: string, isNew: (id: string) => boolean = () => true) {
  return eventually('the chat is there', async () => (await chatsOf(parley, channelId)).find(({ id }) => isNew(id)));
}

async function visitorWrites(channelId: string, name: string, text = 'Hello') {
  const known = new Set((await chatsOf(parley, channelId)).map(({ id }) => id));
  const visitor = await Visitor.arrive(parley, channelId, name);
  await visitor.write(text);
  return { visitor, chat: await chatOf(channelId, (id) => !known.has(id)) };
}

describe('searching', () => {
  test('finds by the beginning of a name or of a later word of it, without capitals and accents', async () => {
    const { webchat } = await desk();
    const { chat } = await visitorWrites(webchat.id, 'Zoë Müller-Ångström');
    for (const q of ['Zoë', 'zoe', 'ZOE MULL', 'müller', 'Zoe  Muller-Ang'])
      expect([q, (await find(parley.admin, q)).map(({ id }) => id)]).toEqual([q, [chat.contact.id]]);
    for (const q of ['oe', 'ller', '.*', 'zoe x']) expect([q, await find(parley.admin, q)]).toEqual([q, []]);
  });

  test('finds names as people type them: without strokes and apostrophes, words in any order', async () => {
    const { webchat } = await desk();
    const { chat } = await visitorWrites(webchat.id, 'Łukasz O’Neil-Weiß');
    for (const q of ['lukasz', 'Neil', "o'neil", 'oneil', 'WEISS', 'neil łuk', "lukasz o'n"])
      expect([q, (await find(parley.admin, q)).map(({ id }) => id)]).toEqual([q, [chat.contact.id]]);
    for (const q of ['eil', 'neil x']) expect([q, await find(parley.admin, q)]).toEqual([q, []]);
  });

  test('finds by the id at the messenger, and by a phone number however it is written', async () => {
    const { bot, telegram } = await desk();
    const client = bot.client({ firstName: 'Ada' });
    client.sendText('Hello');
    const { contact: shown } = await chatOf(telegram.id);
    expect((await find(parley.admin, String(client.id))).map(({ id }) => id)).toEqual([shown.id]);
    const changed = await parley.admin.ok<ApiContact>('PATCH', `/api/contacts/${shown.id}`, {
      phone: '+49 (0)30 901-820',
    });
    expect(changed.phone).toBe('+4930901820');
    // As telephones copy it, and as it is typed elsewhere.
    for (const phone of ['\u202a+49 30 901820\u202c', 'tel:+4930901820', '+٤٩٣٠٩٠١٨٢٠'])
      expect(await parley.admin.ok('PATCH', `/api/contacts/${changed.id}`, { phone })).toMatchObject({
        phone: '+4930901820',
      });
    for (const q of [
      '+49 30 901',
      '4930901820',
      '+4930',
      '+49 (0)30 901820',
      '030 901820',
      '(030) 901-820',
      '0049 30 901820',
    ])
      expect([q, (await find(parley.admin, q)).map(({ id }) => id)]).toEqual([q, [shown.id]]);
  });

  test('looks at an index and not at every contact', async () => {
    const { model } = parley.storage.contacts;
    const filler = Array.from({ length: 3_000 }, (_, index) => ({
      _id: `filler-${index}`,
      name: `Filler ${index}`,
      nameKeys: [`filler ${index}`],
      identities: [{ provider: 'none', clientId: `none-${index}` }],
      createdAt: new Date(index),
    }));
    await model.insertMany(filler);
    const listed = jest.spyOn(model, 'find');
    expect(await find(parley.admin, 'filler 2999')).toHaveLength(1);
    // Others may look for contacts at the same moment.
    const filter =
      listed.mock.calls
        .map(([asked]) => asked ?? {})
        .find((asked) => inspect(asked, { depth: null }).includes('2999')) ?? {};
    listed.mockRestore();
    const plan = (await model
      .find(filter)
      .sort({ createdAt: -1, _id: -1 })
      .limit(51)
      .explain('executionStats')) as unknown as {
      executionStats: { totalDocsExamined: number; totalKeysExamined: number };
    };
    expect(plan.executionStats.totalDocsExamined).toBeLessThan(20);
    expect(plan.executionStats.totalKeysExamined).toBeLessThan(20);
    await model.deleteMany({ _id: /^filler-/ });
  });
});

test('pages neither repeat nor leave out while contacts come', async () => {
  const { webchat } = await desk();
  const name = `Pageant`;
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1)
    ids.unshift((await visitorWrites(webchat.id, `${name} ${index}`)).chat.contact.id);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await parley.admin.ok('GET', `/api/contacts?q=${name}&limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ id }) => id));
    if (cursor === '') await visitorWrites(webchat.id, `${name} late`);
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(ids);
});

describe('who sees a contact', () => {
  test('its operators and who manages chats; to others it is as if it were not there', async () => {
    const { webchat, operator } = await desk();
    const { chat } = await visitorWrites(webchat.id, 'Seraphina');
    const manager = await createUser(parley, { permissions: ['CanManageChats'] });
    const stranger = only((await createTeam(parley, { size: 1 })).operators);
    for (const user of [parley.admin, manager, operator]) {
      expect((await find(user, 'Seraphina')).map(({ id }) => id)).toEqual([chat.contact.id]);
      expect((await user.call('GET', `/api/contacts/${chat.contact.id}`)).status).toBe(200);
    }
    expect(await find(stranger, 'Seraphina')).toEqual([]);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'Mine' }],
    ] as const)
      expect((await stranger.call(method, `/api/contacts/${chat.contact.id}${path}`, body)).status).toBe(404);
    expect((await contact(chat.contact.id)).name).toBe('Seraphina');
  });

  test('an operator pages through his contacts only, however many others lie between', async () => {
    const ours = await desk();
    const theirs = await desk();
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      ids.unshift((await visitorWrites(ours.webchat.id, 'Ours')).chat.contact.id);
      await visitorWrites(theirs.webchat.id, 'Theirs');
    }
    const first = await ours.operator.ok<Page>('GET', '/api/contacts?limit=2');
    const second = await ours.operator.ok<Page>('GET', `/api/contacts?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });
});

test('what a contact is called changes for all who see his chat, and no profile changes it back', async () => {
  const { webchat, operator } = await desk();
  const { chat, visitor } = await visitorWrites(webchat.id, 'Nick');
  const path = `/api/contacts/${chat.contact.id}`;
  await operator.ok('PATCH', path, { firstName: 'Nikolaus', lastName: 'Kopernikus' });
  expect((await operator.chat(chat.id)).contact).toMatchObject({ name: 'Nikolaus Kopernikus', firstName: 'Nikolaus' });
  await operator.ok('PATCH', path, { name: 'The astronomer' });
  await visitor.write('Still me');
  expect((await operator.chat(chat.id)).contact).toMatchObject({ name: 'The astronomer', firstName: 'Nikolaus' });
  const bad = await operator.call<{ errors: object }>('PATCH', path, { phone: 'call me' });
  expect([bad.status, bad.body.errors]).toEqual([400, { phone: expect.stringContaining('phone number') }]);
});

describe('merging', () => {
  const merge = (id: string, contactId: string, user = parley.admin): Promise<Reply<ApiContact>> =>
    user.call('POST', `/api/contacts/${id}/merge`, { contactId });

  async function twoInOne() {
    const scene = await desk();
    const client = scene.bot.client({ firstName: 'Ada', lastName: 'Lovelace' });
    client.sendText('From Telegram');
    const first = await chatOf(scene.telegram.id);
    const { visitor, chat: second } = await visitorWrites(scene.webchat.id, 'A. L.', 'From the page');
    await parley.admin.ok('PATCH', `/api/contacts/${second.contact.id}`, { phone: '+4930123' });
    const before = await contact(second.contact.id);
    await untilOffered(scene.operator, [first, second]);
    await scene.operator.accept(second.id);
    const { status, body } = await merge(first.contact.id, second.contact.id);
    expect(status).toBe(200);
    return { ...scene, client, visitor, first, second, before, into: body };
  }

  test('chats and identities follow, what was missing is filled in, and the open chat stays open', async () => {
    const { first, second, into, operator, visitor, webchat } = await twoInOne();
    expect(into).toMatchObject({ id: first.contact.id, name: 'Ada Lovelace', phone: '+4930123' });
    expect(into.identities.map(({ provider }) => provider)).toEqual(['telegram', 'webchat']);
    expect((await parley.admin.call('GET', `/api/contacts/${second.contact.id}`)).status).toBe(404);
    expect(await operator.chat(second.id)).toMatchObject({ status: 'active', contact: { id: into.id } });
    const both = await parley.admin.ok<{ items: Array<{ id: string }> }>(
      'GET',
      `/api/chats?view=all&contactId=${into.id}`,
    );
    expect(both.items.map(({ id }) => id)).toEqual([second.id, first.id]);
    await visitor.write('Am I still heard?');
    await eventually('the open chat has it', async () => (await operator.conversation(second.id)).length === 2);
    await operator.close(second.id);
    await visitor.write('And now?');
    const next = await chatOf(webchat.id, (id) => id !== second.id);
    expect(next.contact.id).toBe(into.id);
  });

  test('is undone within a day: identities and chats go back, those of the meantime too', async () => {
    const { first, second, before, into, operator, visitor, webchat } = await twoInOne();
    await operator.close(second.id);
    await visitor.write('In the meantime');
    const next = await chatOf(webchat.id, (id) => id !== second.id);
    const undo = `/api/contacts/${into.id}/merges/${only(into.merges).id}/undo`;
    const after = await parley.admin.ok<ApiContact>('POST', undo);
    expect(after).toMatchObject({ phone: null, merges: [], identities: [{ provider: 'telegram' }] });
    expect(await contact(before.id)).toEqual(before);
    for (const id of [second.id, next.id]) expect((await parley.admin.chat(id)).contact.id).toBe(before.id);
    expect((await parley.admin.chat(first.id)).contact.id).toBe(into.id);
    expect((await parley.admin.call('POST', undo)).status).toBe(409);
  });

  test('is undone with the case that was opened meanwhile in a chat that goes back', async () => {
    const { queue, before, into, second, operator } = await twoInOne();
    await runToItsEnd(parley, { operator, chatId: second.id, queue }, 'CreateCaseFromChat');
    await parley.admin.ok('POST', `/api/contacts/${into.id}/merges/${only(into.merges).id}/undo`);
    const chatsOfCases = async (contactId: string) =>
      (await parley.admin.ok<{ items: ApiDossier[] }>('GET', `/api/cases?contactId=${contactId}`)).items.map(
        ({ chat }) => chat.id,
      );
    expect(await chatsOfCases(before.id)).toEqual([second.id]);
    expect(await chatsOfCases(into.id)).toEqual([]);
  });

  test('is final after a day', async () => {
    const { into } = await twoInOne();
    const { id } = only(into.merges);
    await parley.storage.merges.model.updateOne({ _id: id }, { $set: { undoableUntil: new Date(Date.now() - 1) } });
    const reply = await parley.admin.call('POST', `/api/contacts/${into.id}/merges/${id}/undo`);
    expect(reply).toMatchObject({ status: 409, body: { code: 'merge_is_final' } });
    expect((await contact(into.id)).merges).toEqual([]);
  });

  test('the later of two merges is undone first', async () => {
    const { into, before, webchat } = await twoInOne();
    const { chat } = await visitorWrites(webchat.id, 'Third');
    const { body: all } = await merge(chat.contact.id, into.id);
    const early = `/api/contacts/${into.id}/merges/${only(into.merges).id}/undo`;
    expect((await parley.admin.call('POST', early)).status).toBe(409);
    await parley.admin.ok('POST', `/api/contacts/${chat.contact.id}/merges/${only(all.merges).id}/undo`);
    await parley.admin.ok('POST', early);
    expect((await contact(before.id)).identities).toEqual(before.identities);
  });

  test('a repeated request merges once; a contact is not merged with itself, nor with nobody', async () => {
    const { webchat } = await desk();
    const one = (await visitorWrites(webchat.id, 'One')).chat.contact;
    const other = (await visitorWrites(webchat.id, 'Other')).chat.contact;
    for (const contactId of [one.id, 'nobody'])
      expect((await merge(one.id, contactId)) as Reply<unknown>).toMatchObject({
        status: 400,
        body: { errors: { contactId: expect.any(String) } },
      });
    const ask = () =>
      parley.admin.call(
        'POST',
        `/api/contacts/${one.id}/merge`,
        { contactId: other.id },
        { 'Idempotency-Key': one.id },
      );
    const [first, again] = [await ask(), await ask()];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
  });

  test('a chat that is opened in the moment of a merge is the merged contact’s', async () => {
    const { webchat } = await desk();
    const known = await visitorWrites(webchat.id, 'Known');
    const into = (await visitorWrites(webchat.id, 'Into')).chat.contact;
    await parley.admin.close(known.chat.id);
    const [merged] = await Promise.all([
      merge(into.id, known.chat.contact.id),
      ...['a', 'b', 'c'].map((text) => known.visitor.write(text)),
    ]);
    expect(merged.status).toBe(200);
    const next = await eventually('his next chat is there', async () =>
      (await chatsOf(parley, webchat.id)).find(({ number }) => number > known.chat.number + 1),
    );
    expect((await parley.admin.chat(next.id)).contact.id).toBe(into.id);
  });
});
