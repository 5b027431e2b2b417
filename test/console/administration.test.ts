import { differences } from '../../console/admin/audit/differences';
import { addressOf, filtersIn, noFilters, queryOf } from '../../console/admin/audit/filters';
import { fieldsOf, readSettings, typedSettings } from '../../console/admin/channels/settings/settings-schema';
import { siteOf, snippetFor } from '../../console/admin/channels/site';
import { changedFields } from '../../console/admin/parts/changed-fields';
import { refuseNoNumbers, sentTo } from '../../console/admin/parts/refusals';
import { createShortList, holds } from '../../console/admin/parts/short-list';
import { newParameter, readParameter, readTitles, typedParameter } from '../../console/admin/processes/parameters';
import { keyOf, memberOf, memberOptions } from '../../console/admin/queues/members';
import { inserted } from '../../console/admin/quick-replies/inserted';
import { readValue, typedValue } from '../../console/admin/settings/setting-values';
import { ApiError } from '../../console/app/api-error';
import { plain } from '../../console/words/plain';
import { comparable } from '../../domain/folding';

describe('the settings of a channel', () => {
  const schema = {
    type: 'object',
    required: ['token'],
    properties: {
      token: { type: 'string', title: 'Token', writeOnly: true },
      greeting: { type: 'string', maxLength: 500 },
      origins: { type: 'array', items: { type: 'string' } },
      color: { type: 'string', pattern: '^(#[0-9a-f]{6})?$' },
      side: { type: 'string', enum: ['right', 'left'] },
      loud: { type: 'boolean' },
      limit: { type: 'integer' },
      source: { type: 'string', readOnly: true },
    },
  };
  const fields = fieldsOf(schema);

  test('are a form by their schema, without what the provider finds by itself', () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['token', 'secret'],
      ['greeting', 'longText'],
      ['origins', 'lines'],
      ['color', 'colour'],
      ['side', 'choice'],
      ['loud', 'boolean'],
      ['limit', 'number'],
    ]);
    expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual(['token']);
  });

  test('are sent as the schema has them, and what is empty is left to the provider', () => {
    const typed = { ...typedSettings(fields, {}), token: '1:a', origins: ' https://a.example \n\nhttps://b.example' };
    expect(readSettings(fields, typed, {})).toEqual({
      token: '1:a',
      origins: ['https://a.example', 'https://b.example'],
      loud: false,
    });
  });

  test('keep a secret that is not typed anew, and lose what is emptied', () => {
    const before = { greeting: 'Hello', origins: ['https://a.example'], side: 'left', loud: true, limit: 3 };
    const typed = typedSettings(fields, before);
    expect(typed).toMatchObject({ token: '', greeting: 'Hello', origins: 'https://a.example', limit: 3 });
    expect(readSettings(fields, { ...typed, greeting: '', origins: '' }, before)).toEqual({
      greeting: '',
      origins: [],
      side: 'left',
      loud: true,
      limit: 3,
    });
  });

  test('lead visitors to the public address, or to this one with a warning', () => {
    expect(siteOf('https://chat.example', 'http://localhost')).toEqual({
      address: 'https://chat.example',
      isGuess: false,
    });
    const here = siteOf('', 'http://localhost:3000');
    expect(here.isGuess).toBe(true);
    expect(snippetFor(here, 'a b')).toBe(
      '<script src="http://localhost:3000/webhooks/webchat/a%20b/embed.js" async></script>',
    );
  });
});

describe('a form of the administration', () => {
  test('sends only what differs', () => {
    const before = { name: 'Support', operators: ['a'], limit: null as number | null };
    expect(changedFields(before, { name: 'Support', operators: ['a'], limit: 3 })).toEqual({ limit: 3 });
    expect(changedFields(before, { ...before, operators: [] })).toEqual({ operators: [] });
  });

  test('never sends as nothing what was typed for a number', () => {
    expect(() => refuseNoNumbers({ minutes: Number.NaN, others: null, more: 3 }, 'no number')).toThrow(
      expect.objectContaining({ errors: { minutes: 'no number' } }),
    );
    expect(() => refuseNoNumbers({ minutes: null, more: 0.5 }, 'no number')).not.toThrow();
  });

  test('puts refusals at the field that their code is about, and leaves the others alone', async () => {
    const refuse = (code: string) => async () => {
      throw new ApiError({ status: 409, code, detail: 'The login olga is taken.' });
    };
    await expect(sentTo({ name_taken: 'login' }, refuse('name_taken'))).rejects.toMatchObject({
      errors: { login: 'The login olga is taken.' },
    });
    await expect(sentTo({ name_taken: 'login' }, refuse('queue_in_use'))).rejects.toMatchObject({
      code: 'queue_in_use',
      errors: {},
    });
  });
});

describe('a short list', () => {
  const people = Array.from({ length: 120 }, (_, index) => ({ name: `Ана́стасия Müller ${index}` }));

  test('is loaded once, shown in parts, and searched by parts of words whatever their case and accents', async () => {
    let loads = 0;
    const list = createShortList(
      async () => {
        loads += 1;
        return people;
      },
      ({ name }) => name,
    );
    await list.reload();
    expect([list.items.value?.length, list.hasMore.value]).toEqual([50, true]);
    await list.loadMore();
    expect(list.items.value).toHaveLength(100);
    await list.search('MULLER 11');
    expect(list.items.value?.map(({ name }) => name.split(' ').at(-1))).toEqual([
      ...['11', '110', '111', '112', '113', '114', '115', '116', '117', '118', '119'],
    ]);
    expect(loads).toBe(1);
    await list.refresh();
    expect([loads, list.items.value?.length]).toEqual([2, 11]);
  });

  test.each([
    ['Łukasz', 'lukasz'],
    ["O'Neil", 'oneil'],
    ['Straße', 'STRASSE'],
    ['Øster Æbel', 'aebel oster'],
    ['ΟΔΟΣ', 'οδός'],
  ])('folds as the service does: %s is found by %s', (name, asked) => {
    expect(holds(name, asked)).toBe(true);
    expect([...`${name} ${asked}`.split(' ')].map(plain)).toEqual(`${name} ${asked}`.split(' ').map(comparable));
  });
});

test('members of a queue are users and roles, also those that are gone', () => {
  const members = [{ userId: 'u:1' }, { roleId: 'r' }];
  expect(members.map(keyOf).map(memberOf)).toEqual(members);
  const options = memberOptions({
    users: [{ id: 'u', login: 'olga', name: 'Olga', permissions: [], roleIds: [] }],
    roles: [{ id: 'r', name: 'Night' }],
    chosen: ['user:gone', 'role:r'],
    roleWord: 'role',
  });
  expect(options.map(({ id }) => id)).toEqual(['user:gone', 'role:r', 'user:u']);
});

test('a parameter is sent by its kind, with the name that the API gives it', () => {
  const title = { en: 'The chat', ru: 'Чат' };
  const typed = { ...newParameter(), title, name: 'typed before' };
  expect(readParameter({ ...typed, type: 'chat' })).toEqual({ type: 'chat', name: 'ChatId', title });
  const titles = { en: 'Where', ru: 'Где' };
  const choice = { type: 'choice', name: 'Where', choices: ['Berlin', 'Hamburg'] } as const;
  const known = { ...choice, title: titles.ru, titles, choices: [...choice.choices] };
  expect(readParameter(typedParameter(known))).toEqual({ ...choice, title: titles });
  expect(typedParameter(choice as never).key).not.toBe(typedParameter(choice as never).key);
});

test.each([
  [
    { en: ' Where ', ru: 'Где' },
    { en: 'Where', ru: 'Где' },
  ],
  [
    { en: '', ru: 'Где' },
    { en: 'Где', ru: 'Где' },
  ],
  [
    { en: 'Where', ru: ' ' },
    { en: 'Where', ru: 'Where' },
  ],
  [
    { en: '', ru: '' },
    { en: '', ru: '' },
  ],
])('titles typed as %j are sent as %j: one that is left out is the same as the other', (typed, sent) => {
  expect(readTitles(typed)).toEqual(sent);
});

test('a variable is put in place of what is marked, and the caret stands behind it', () => {
  expect(inserted('Hello you!', '{{x}}', 6, 9)).toEqual({ text: 'Hello {{x}}!', caret: 11 });
});

test.each([
  ['SimultaneousChats', '7', 7],
  ['OmniChatOperatorAcceptChatTimeout', ' 0,5 ', 0.5],
  ['PresenceTimeoutMinutes', '1.5', 1.5],
  ['RetentionDays', '', ''],
  ['SimultaneousChats', 'many', 'many'],
  ['SiteUrl', '123', '123'],
])('the setting %s typed as %j is sent as %j', (code, typed, value) => {
  expect(readValue(code, typed)).toBe(value);
});

test('a secret setting is never in its field', () => {
  const setting = { code: 'NotificationWebhookSecret', value: null, default: '', isSet: true };
  expect(typedValue(setting)).toBe('');
});

describe('the audit log', () => {
  test('is filtered by its address, and times are sent in UTC', () => {
    const filters = { ...noFilters, what: 'ChangeQueue', from: '2026-03-05T14:05' };
    const address = addressOf('/administration/audit', filters);
    expect(filtersIn(new URLSearchParams(address.split('?')[1]))).toEqual(filters);
    expect(queryOf(filters).from).toBe(new Date('2026-03-05T14:05').toISOString());
    expect(addressOf('/administration/audit', noFilters)).toBe('/administration/audit');
  });

  test('tells what differs, and what was not there', () => {
    expect(
      differences({
        before: { id: '1', name: 'A', operators: [] },
        after: { id: '1', name: 'B', operators: [{ userId: 'u' }] },
      }),
    ).toEqual([
      { name: 'name', before: 'A', after: 'B' },
      { name: 'operators', before: null, after: '[{"userId":"u"}]' },
    ]);
    expect(differences({ before: null, after: { name: 'A', queueId: null } })).toEqual([
      { name: 'name', before: null, after: 'A' },
    ]);
  });
});
