import { isBlank } from '../../domain/blank';

test.each(['', ' \t\r\n', '\u00a0\u2003', '\u200b\u200d\ufeff', '\u2800\u2800', '\u3164', '\u202e\u2066'])(
  'nothing can be read in %j',
  (text) => {
    expect(isBlank(text)).toBe(true);
  },
);

test.each(['.', '  a ', '👍', '👩‍👩‍👧', '\u202eא', '0', '한'])('%j can be read', (text) => {
  expect(isBlank(text)).toBe(false);
});
