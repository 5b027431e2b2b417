import { initialsOf } from '../../console/ui/initials';
import { previewOf } from '../../console/ui/preview';
import { shortened } from '../../console/ui/shortened';

const family = '👨‍👩‍👧‍👦';

test.each([
  ['short', 'Hello', 5, 'Hello'],
  ['plain', 'Hello there', 7, 'Hello…'],
  ['of emoji', '🙂🙂🙂', 5, '🙂🙂…'],
  ['of emoji in several parts', family.repeat(3), 25, `${family.repeat(2)}…`],
  ['of flags', '🇺🇦🇺🇦🇺🇦', 7, '🇺🇦…'],
  ['of letters with accents', 'e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
])('a text %s is shortened between what readers see as signs', (_what, text, most, shown) => {
  expect(shortened(text, most)).toBe(shown);
});

test.each(['', '.', '..', '...'])(
  'what a list or a notification shows of a long message ends in no half of an emoji (%j)',
  (before) => {
    const text = before + family.repeat(60);
    const shown = previewOf({
      lastMessage: { id: '1', direction: 'incoming', type: 'text', text, timestamp: '2026-01-01T00:00:00.000Z' },
    });
    expect(shown.length).toBeLessThanOrEqual(200);
    expect(shown.slice(before.length).replaceAll(family, '')).toBe('…');
  },
);

test.each([
  ['Vera Smirnova', 'VS'],
  ['vera', 'V'],
  ['e\u0301lise', 'E\u0301'],
  ['हिन्दी', 'हि'],
  [`${family} Smith`, 'S'],
  [family, family],
  ['', '?'],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
