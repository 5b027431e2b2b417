import { lengthOf } from '../../console/conversation/text-length';
import { inParts } from '../../pages/long-text';

const family = '👨‍👩‍👧‍👦';

describe('a text that is too long for one message is divided', () => {
  test.each<[string, string, number, string[]]>([
    ['not at all when it fits', 'Hello', 5, ['Hello']],
    ['between paragraphs first', 'One. Two.\n\nThree. Four', 15, ['One. Two.', 'Three. Four']],
    ['between lines', 'Dear Vera,\nit is on its way', 18, ['Dear Vera,', 'it is on its way']],
    ['between sentences', 'It is sent. It comes on Monday', 20, ['It is sent.', 'It comes on Monday']],
    ['after a closing quote', 'He said “no.” Then he left us', 20, ['He said “no.”', 'Then he left us']],
    ['between words', 'one two three four', 9, ['one two', 'three', 'four']],
    [
      'before a long word, however short the message is then',
      'See https://example.org/a/b/c',
      25,
      ['See', 'https://example.org/a/b/c'],
    ],
    ['within a word that is longer than a message', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['at a place that is just within the limit', 'abcd efgh', 4, ['abcd', 'efgh']],
    ['without the space at its ends', '  one two  ', 3, ['one', 'two']],
    ['with a good place too far in front left alone', 'A. bcdefgh ijklmnop', 12, ['A. bcdefgh', 'ijklmnop']],
  ])('%s', (_where, text, limit, parts) => {
    expect(inParts(text, limit)).toEqual(parts);
  });

  test('never within an emoji, of however many parts it is made', () => {
    const text = family.repeat(9);
    const parts = inParts(text, 25);
    expect(parts).toEqual([family.repeat(2), family.repeat(2), family.repeat(2), family.repeat(2), family]);
    expect(inParts('🙂🙂🙂', 3)).toEqual(['🙂', '🙂', '🙂']);
    expect(inParts('e\u0301e\u0301', 3)).toEqual(['e\u0301', 'e\u0301']);
  });

  test('between the halves of no sign, even when one sign is longer than a message', () => {
    for (const part of inParts(family, 4)) expect(part).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
  });

  test.each(['.', ' .', '\n', 'x\n', ')', '🙂', 'a. '])(
    'in a time that grows with the text, of %j over and over, too',
    (unit) => {
      const text = unit.repeat(100_000 / unit.length);
      expect(inParts(text, 4_096).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    },
  );

  test('so that every word is there, in its order, and no part is longer than the limit', () => {
    const words = Array.from(
      { length: 2_000 },
      (_, index) => `${index}${index % 17 === 0 ? '.\n\n' : index % 5 === 0 ? '. ' : ' '}`,
    );
    const text = words.join('');
    for (const limit of [10, 100, 1_600, 4_096]) {
      const parts = inParts(text, limit);
      expect(parts.join(' ').split(/\s+/)).toEqual(text.trim().split(/\s+/));
      expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(limit);
      expect(parts.filter((part) => part.trim() !== part || part === '')).toEqual([]);
    }
  });
});

test.each([
  ['far from it', 1_439, null],
  ['near it', 1_440, 'near'],
  ['at it', 1_600, 'near'],
  ['beyond it', 1_601, 'over'],
] as const)('%s, the length of a text of %i to a limit of 1600 is %p', (_where, length, state) => {
  expect(lengthOf(`${'x'.repeat(length)}  \n`, 1_600)?.state ?? null).toBe(state);
});

test('where no limit is known, none is shown', () => {
  expect(lengthOf('x'.repeat(100_000), null)).toBeNull();
});
