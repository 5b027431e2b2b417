import { staleCitationsOf } from './stale-citations';

const files: Record<string, string> = {
  'storage/messages.ts': `
    import { commit } from './unit';
    /** Not a declaration: forgotten */
    export const maxWords = 5;
    export class Outbox { drain() {} }
    export function createMessages(model: object) {
      async function insert() { return model; }
      const store = wrap(insert);
      return { insert, commit, async attach() { const local = 1; return local; }, nested: { inner: 1 } };
    }`,
  'storage/chats.ts': `export const change = () => undefined;`,
  'test/flows/receiving.integration.test.ts': `
    test('a message is there once', () => {});
    test('a message is there in order', () => {});
    describe('a late relay', () => {
      test('opens no chat', () => {});
      test.each(['older', 'younger'] as const)('leaves the %s chat', () => {});
      test.each(cases)('%s', () => {});
      test.each\`what\`('is told by $what', () => {});
    });`,
  'test/flows/sending.long.test.ts': `it('an answer is sent once', () => {});`,
};

/** What is stale in a document of these lines, in \`docs/\`. */
function staleIn(...lines: string[]): string[] {
  const all: Record<string, string> = { ...files, 'docs/a.md': lines.join('\n') };
  return staleCitationsOf('docs/a.md', { paths: Object.keys(all), read: (path) => all[path] ?? '' });
}

const title = (text: string) => `| it holds | [${text}](../test/flows/receiving.integration.test.ts) |`;
const symbol = (name: string) => `by [\`${name}\`](../storage/messages.ts)`;

describe('what is there', () => {
  test.each([
    'a message is there once',
    'opens no chat',
    'a late relay opens no chat',
    'a late relay',
    'a message is there i…',
    'leaves the younger chat',
    'leaves the %s chat',
    'a late relay whatever the table says',
    'is told by a letter',
  ])('may be cited by the title “%s”', (text) => {
    expect(staleIn(title(text))).toEqual([]);
  });

  test.each([
    'maxWords',
    'Outbox',
    'Outbox.drain',
    'createMessages',
    'insert',
    'store',
    'attach',
    'createMessages.attach',
  ])('may be cited by the symbol %s', (name) => {
    expect(staleIn(symbol(name))).toEqual([]);
  });

  test.each([
    '[a file](../storage/chats.ts) and [a folder](../storage), [elsewhere](https://example.org/a.ts), [a heading](#there)',
    'in `storage/chats.ts`, `storage/chats`, `test/flows/`; `audio/mpeg` is none of ours, and `storage/{name}.ts` no path',
    '[an answer is sent once][sending]\n\n[sending]: ../test/flows/sending.long.test.ts',
    'cited as `[title](file)` or ``[`symbol`](file)``',
    '`storage/yours.ts`\n\n```ts\nimport "storage/other.ts"; // [no](link.md)\n```',
  ])('may be a file: %s', (text) => {
    expect(staleIn(text)).toEqual([]);
  });
});

describe('a wrong file', () => {
  test('is told by line, with one of that name', () => {
    expect(staleIn('', '[an answer is sent once](../test/flows/sending.integration.test.ts)')).toEqual([
      'docs/a.md, line 2: there is no test/flows/sending.integration.test.ts; there is test/flows/sending.long.test.ts',
    ]);
  });

  test('is found in a code span and in a link without a title', () => {
    expect(staleIn('see `storage/operators.ts`', 'and [that](../storage/queues.ts)')).toEqual([
      'docs/a.md, line 1: there is no storage/operators.ts',
      'docs/a.md, line 2: there is no storage/queues.ts',
    ]);
  });

  test('is a label that nothing defines, and one that nothing uses', () => {
    expect(staleIn('[a message is there once][receiving]', '', '[received]: ../storage/chats.ts')).toEqual([
      'docs/a.md, line 1: [receiving] is not defined',
      'docs/a.md, [received] is defined and not used',
    ]);
  });
});

describe('a wrong symbol', () => {
  test.each([
    ['is only mentioned in a comment', 'forgotten'],
    ['is only imported and passed on', 'commit'],
    ['is a variable inside of a member', 'local'],
    ['is a member of a member', 'inner'],
    ['is another class’s member', 'Inbox.drain'],
  ])('%s', (_why, name) => {
    expect(staleIn(symbol(name))).toEqual([expect.stringContaining(`storage/messages.ts declares no ${name}`)]);
  });

  test('is told with the file that has it, or the nearest', () => {
    expect(staleIn(symbol('change'), symbol('createMessage'))).toEqual([
      'docs/a.md, line 1: storage/messages.ts declares no change; it is in storage/chats.ts',
      'docs/a.md, line 2: storage/messages.ts declares no createMessage; nearest: “createMessages”',
    ]);
  });
});

describe('a wrong title', () => {
  test('is told with the nearest, or with the file that has it', () => {
    expect(staleIn(title('a message is there twice'), title('an answer is sent once'))).toEqual([
      'docs/a.md, line 1: test/flows/receiving.integration.test.ts has no test “a message is there twice”; nearest: “a message is there once”',
      'docs/a.md, line 2: test/flows/receiving.integration.test.ts has no test “an answer is sent once”; it is in test/flows/sending.long.test.ts',
    ]);
  });

  test.each([
    ['is of no row of the table that is written out', 'leaves the oldest chat'],
    ['is not meant by a title that is filled in entirely', 'whatever the table says'],
    ['is a part of one', 'is there once'],
    ['begins like none', 'a message is gone…'],
    ['begins like two', 'a message is there…'],
    ['has another group before it', 'an early relay opens no chat'],
  ])('%s', (_why, text) => {
    expect(staleIn(title(text))).toHaveLength(1);
  });
});
