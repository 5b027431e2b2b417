import { randomUUID } from 'node:crypto';
import { type ApiUnderTest, startApi } from './api-under-test';
import { createFakeProvider } from './fake-provider';

interface QuickReplyBody extends Record<string, unknown> {
  id: string;
  title: string;
  text: string;
  language: string;
}

interface Page extends Record<string, unknown> {
  items: QuickReplyBody[];
  nextCursor: string | null;
}

describe('quick replies', () => {
  let api: ApiUnderTest;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ name: 'quick-replies', providers: [createFakeProvider().provider] });
    token = (await api.addUser(['CanManageChats'])).token;
  });
  afterAll(() => api.end());
  beforeEach(() => api.storage.quickReplies.model.deleteMany({}));

  const add = (more: object = {}) =>
    api.call<QuickReplyBody>('POST', '/api/quick-replies', {
      token,
      body: { title: 'Greeting', text: 'Hello', language: 'en', ...more },
    });
  const list = async (query = '') => (await api.call<Page>('GET', `/api/quick-replies${query}`, { token })).body;

  it('are added, changed, listed and removed', async () => {
    const { status, body } = await add();
    expect([status, body]).toEqual([201, { id: expect.any(String), title: 'Greeting', text: 'Hello', language: 'en' }]);
    const changed = await api.call('PATCH', `/api/quick-replies/${body.id}`, { token, body: { text: 'Good day' } });
    expect(changed.body).toEqual({ ...body, text: 'Good day' });
    expect((await list()).items).toEqual([changed.body]);
    expect((await api.call('DELETE', `/api/quick-replies/${body.id}`, { token })).status).toBe(204);
    expect(await list()).toEqual({ items: [], nextCursor: null });
    for (const method of ['PATCH', 'DELETE']) {
      const given = method === 'PATCH' ? { body: { text: 'x' } } : {};
      const answer = await api.call(method, `/api/quick-replies/${body.id}`, { token, ...given });
      expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('are read by any operator and changed by who manages chats', async () => {
    const { body } = await add();
    const operator = await api.addUser();
    const as = (method: string, path: string, given?: object) =>
      api.call<Page>(method, path, { token: operator.token, ...(given && { body: given }) });
    expect((await as('GET', '/api/quick-replies')).body.items).toEqual([body]);
    const refused = [
      await as('POST', '/api/quick-replies', { title: 'x', text: 'x', language: 'en' }),
      await as('PATCH', `/api/quick-replies/${body.id}`, { text: 'x' }),
      await as('DELETE', `/api/quick-replies/${body.id}`),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await list()).items).toEqual([body]);
  });

  it('are added once by a request that is repeated with its key', async () => {
    const call = () =>
      api.call('POST', '/api/quick-replies', {
        token,
        body: { title: 'Once', text: 'Once', language: 'en' },
        headers: { 'idempotency-key': 'the-same' },
      });
    const [first, second] = [await call(), await call()];
    expect(second.body).toEqual(first.body);
    expect((await list()).items).toHaveLength(1);
  });

  it('are found by parts of words of their title and text, and by what these were changed to', async () => {
    const greeting = (await add({ title: 'Begrüßung', text: 'Guten Tag, {{contact.firstName}}' })).body;
    const price = (await add({ title: 'Price (new)', text: 'It costs 5.00' })).body;
    const found = async (q: string) => (await list(`?q=${encodeURIComponent(q)}`)).items.map(({ id }) => id);
    expect(await found('BEGRU')).toEqual([greeting.id]);
    expect(await found('tag begr')).toEqual([greeting.id]);
    expect(await found('5.00')).toEqual([price.id]);
    expect(await found('5x00')).toEqual([]);
    expect(await found('(new')).toEqual([price.id]);
    expect(await found('tag costs')).toEqual([]);
    expect(await found(' ')).toEqual([greeting.id, price.id]);
    await api.call('PATCH', `/api/quick-replies/${price.id}`, { token, body: { text: 'It is free' } });
    expect([await found('5.00'), await found('free new')]).toEqual([[], [price.id]]);
  });

  it.each([
    [{ text: 'Dear {{contact.name}}' }, 'text', /\{\{contact\.name\}\}.*there are \{\{contact\.firstName\}\}/],
    [{ text: 'Dear {{}}' }, 'text', /nobody knows/],
    [{ text: 'Dear {{constructor}}' }, 'text', /nobody knows/],
    [{ text: 'Dear {{contact.firstName}' }, 'text', /other half/],
    [{ text: 'Dear }}' }, 'text', /other half/],
    [{ text: ' \n ' }, 'text', /empty/],
    [{ text: 'x'.repeat(4_097) }, 'text', /4096/],
    [{ language: 'English!' }, 'language', /language tag/],
    [{ title: ' ' }, 'title', /empty/],
  ])('refuse %j, and say what is wrong with %s', async (fields, field, words) => {
    const known = await add();
    const answers = [
      await add(fields),
      await api.call('PATCH', `/api/quick-replies/${known.body.id}`, { token, body: fields }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.errors).toEqual({ [field]: expect.stringMatching(words) });
    }
    expect((await list()).items).toEqual([known.body]);
  });

  describe('of a chat', () => {
    const operator = () => api.addUser();
    let chats = 0;

    async function makeChat({ language = 'en', contact = {} }: { language?: string; contact?: object } = {}) {
      const number = ++chats;
      const settings = { token: `${1_000 + number}:${randomUUID()}` };
      const channel = await api.call('POST', '/api/channels', {
        token,
        body: { provider: 'fake', settings, language },
      });
      const [chatId, contactId] = [randomUUID(), randomUUID()];
      const identities = [{ provider: 'fake', clientId: contactId }];
      const who = { name: 'New contact Bot-5', firstName: null, lastName: null, photoFileId: null, identities };
      await api.storage.contacts.model.collection.insertOne({ _id: contactId as never, ...who, ...contact });
      const user = await operator();
      await api.storage.chats.model.collection.insertOne({
        _id: chatId as never,
        ...{ number, channelId: channel.body.id, contactId, operatorId: user.id, status: 'active' },
      });
      const read = async (query = '') =>
        (await api.call<Page>('GET', `/api/chats/${chatId}/quick-replies${query}`, { token: user.token })).body;
      return { chatId, number, channelId: String(channel.body.id), user, read };
    }

    const textsOf = ({ items }: Page) => items.map(({ text }) => text);

    it('are those of its channel’s language, exactly that language first', async () => {
      for (const language of ['de', 'de-AT', 'en', 'de-CH', 'DE-at']) await add({ language, text: language });
      expect(textsOf(await (await makeChat({ language: 'de-AT' })).read())).toEqual(['de-AT', 'DE-at', 'de']);
      expect(textsOf(await (await makeChat({ language: 'de' })).read())).toEqual(['de']);
      expect(textsOf(await (await makeChat({ language: 'fr' })).read())).toEqual([]);
    });

    it('follow a change of the channel’s language', async () => {
      await add({ language: 'de', text: 'Guten Tag' });
      const { channelId, read } = await makeChat({ language: 'en' });
      expect(textsOf(await read())).toEqual([]);
      await api.call('PATCH', `/api/channels/${channelId}`, { token, body: { language: 'de' } });
      expect(textsOf(await read())).toEqual(['Guten Tag']);
    });

    it('come page by page, over the border between languages', async () => {
      for (const text of ['1', '2', '3']) await add({ language: 'de', text });
      for (const text of ['a', 'b']) await add({ language: 'de-AT', text });
      const { read } = await makeChat({ language: 'de-AT' });
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Page = await read(`?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
        seen.push(textsOf(page).join());
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(['a,b', '1,2', '3']);
    });

    it('are searched within its channel’s language', async () => {
      for (const language of ['de', 'en']) await add({ language, title: 'Bank', text: `Bank in ${language}` });
      await add({ language: 'de', title: 'Other', text: 'Other' });
      const { read } = await makeChat({ language: 'de' });
      expect(textsOf(await read('?q=bank'))).toEqual(['Bank in de']);
      expect(textsOf(await read('?q=bank&limit=1'))).toEqual(['Bank in de']);
    });

    it('have their variables filled in', async () => {
      await add({ text: 'Hello {{contact.firstName}}, I am {{ operator.name }}: {{chat.number}}/{{chat.number}}.' });
      const { user, number, read } = await makeChat({ contact: { firstName: 'Ada', lastName: 'Byron' } });
      expect(textsOf(await read())).toEqual([`Hello Ada, I am ${user.name}: ${number}/${number}.`]);
    });

    it.each([
      ['Hello {{contact.firstName}}, thank you.', 'Hello, thank you.'],
      ['{{contact.firstName}}, thank you.', 'thank you.'],
      ['Good day.\n{{contact.firstName}}: thank you.', 'Good day.\nthank you.'],
      ['Thank you, {{contact.firstName}}!', 'Thank you!'],
      ['Chat {{chat.number}} {{contact.firstName}}.', 'Chat NUMBER.'],
    ])('say %j to a client of whom no name is known without a gap', async (text, expected) => {
      await add({ text });
      const { number, read } = await makeChat();
      expect(textsOf(await read())).toEqual([expected.replace('NUMBER', String(number))]);
    });

    it('call a client by what is known of his name', async () => {
      await add({ text: 'Dear {{contact.firstName}}' });
      const { read } = await makeChat({ contact: { lastName: 'Byron' } });
      expect(textsOf(await read())).toEqual(['Dear Byron']);
    });

    it('never read a client’s name as a template', async () => {
      await add({ text: 'Hello {{contact.firstName}}' });
      const { read } = await makeChat({ contact: { firstName: '{{operator.name}} $& $1' } });
      expect(textsOf(await read())).toEqual(['Hello {{operator.name}} $& $1']);
    });

    it('are not there for who does not see the chat', async () => {
      await add();
      const { chatId } = await makeChat();
      const stranger = await api.addUser();
      const answer = await api.call('GET', `/api/chats/${chatId}/quick-replies`, { token: stranger.token });
      expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
    });
  });
});
