import { originalMoment, type Version, withVersion } from '../../domain/versions';

const second = (count: number) => new Date(Date.UTC(2026, 2, 5) + count * 1000);

function version(text: string, at: number, sequence = 0, changes: Partial<Version> = {}): Version {
  const nothing = { location: null, links: [], marks: [], sharedContact: null, furtherContacts: [], attachmentIds: [] };
  return { type: 'text', text, ...nothing, at: second(at), sequence, ...changes };
}

const original = (text: string, at = 0) => version(text, at, originalMoment(second(at)).sequence);
const textsOf = (history: Version[]) => history.map(({ text }) => text);

function historyOf(first: Version, ...told: Version[]): Version[] {
  return told.reduce(withVersion, [first]);
}

describe('what a message has said stands in the order in which it was said', () => {
  test.each([
    ['when edits come in order', [version('b', 1), version('c', 2)], ['a', 'b', 'c']],
    ['when an earlier edit comes late', [version('c', 2), version('b', 1)], ['a', 'b', 'c']],
    ['when edits come again', [version('b', 1), version('c', 2), version('b', 1), version('c', 2)], ['a', 'b', 'c']],
    ['at one time by the messenger’s sequence', [version('c', 1, 8), version('b', 1, 7)], ['a', 'b', 'c']],
    ['at one time without a sequence as it comes', [version('b', 1), version('c', 1)], ['a', 'b', 'c']],
    ['in the second of the original', [version('b', 0, 7)], ['a', 'b']],
    ['when the first words come back', [version('b', 1), version('a', 2)], ['a', 'b', 'a']],
    ['in one second, too', [version('b', 0, 7), version('a', 0, 8)], ['a', 'b', 'a']],
  ])('%s', (_when, told, texts) => {
    expect(textsOf(historyOf(original('a'), ...told))).toEqual(texts);
  });

  test('when the original comes after its edit', () => {
    expect(textsOf(withVersion([version('b', 5)], original('a')))).toEqual(['a', 'b']);
  });
});

describe('what says the same is no version', () => {
  const place = { latitude: 1, longitude: 2 };
  test.each([
    ['words', original('a'), version('a', 1)],
    ['a file', version('a', 0, -1, { attachmentIds: ['f'] }), version('a', 1, 0, { attachmentIds: ['f'] })],
    ['a place', version('', 0, -1, { location: place }), version('', 1, 0, { location: { ...place } })],
    ['words beside another payload', version('a', 0, -1, { raw: { a: 1 } }), version('a', 1, 0, { raw: { a: 2 } })],
  ])('%s', (_what, first, told) => {
    const history = [first];
    expect(withVersion(history, told)).toBe(history);
  });

  test('also between two others', () => {
    const history = historyOf(original('a'), version('b', 9));
    expect(withVersion(history, version('a', 5))).toBe(history);
  });
});

describe('any part that differs makes a version', () => {
  const of = (changes: Partial<Version>) => version('a', 1, 0, changes);
  const ada = { name: 'Ada', phones: ['1'], emails: [], phoneNumber: '1' };
  test.each([
    ['another file', of({ attachmentIds: ['g'] })],
    ['another kind', of({ type: 'image' })],
    ['another place', of({ location: { latitude: 1, longitude: 3 } })],
    ['another contact', of({ sharedContact: ada })],
    ['one contact more', of({ furtherContacts: [ada] })],
    ['another address behind the words', of({ links: [{ text: 'a', url: 'https://b.example' }] })],
    ['words set otherwise', of({ marks: [{ kind: 'strikethrough', start: 0, end: 1 }] })],
  ])('%s', (_what, told) => {
    expect(withVersion([original('a')], told)).toHaveLength(2);
  });

  test('of what is not understood, another payload', () => {
    const first = { ...original(''), type: 'unsupported' as const, raw: { poll: 1 } };
    expect(withVersion([first], of({ text: '', type: 'unsupported', raw: { poll: 2 } }))).toHaveLength(2);
  });
});

test('a message that is edited without end keeps its first version and the newest ones, within bounds', () => {
  const moves = Array.from({ length: 500 }, (_, index) => version(`move ${index}`, index + 1));
  const history = historyOf(original('first'), ...moves);
  expect(history.length).toBeLessThanOrEqual(201);
  expect([history[0]?.text, history.at(-1)?.text, history.at(-2)?.text]).toEqual(['first', 'move 499', 'move 498']);

  const long = Array.from({ length: 100 }, (_, index) => version(`${index}`.padEnd(20_000, 'x'), index + 1));
  const longOnes = historyOf(original('first'), ...long);
  expect(longOnes.slice(0, -1).reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(500_000);
  expect(longOnes[0]?.text).toBe('first');
});
