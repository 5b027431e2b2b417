import { highlightsOf, snippetOf, wordCodes } from '../../domain/words';

const found = (text: string, asked: string) =>
  highlightsOf(text, asked).map(({ start, end }) => text.slice(start, end));

describe('a search finds words', () => {
  test.each([
    ['whatever their case', 'The INVOICE is late', 'invoice', ['INVOICE']],
    ['whatever their accents', 'Où est le café? Cafe!', 'CAFÉ', ['café', 'Cafe']],
    ['in Cyrillic, ё as е', 'Ещё один счёт', 'счет', ['счёт']],
    ['in a script without spaces', '我想退款', '退款', ['退款']],
    ['parted by anything but letters and digits', 'order:ORD-1234/b', '1234 ord', ['ORD', '1234']],
    ['after an emoji, where they stand', '👍 fine', 'fine', ['fine']],
  ])('%s', (_how, text, asked, expected) => {
    expect(found(text, asked)).toEqual(expected);
    expect(wordCodes(text)).toEqual(expect.arrayContaining(wordCodes(asked)));
  });

  test('only when all of them are there, and whole', () => {
    expect(found('invoice 7', 'invoice paid')).toEqual([]);
    expect(found('invoices', 'invoice')).toEqual([]);
  });

  test('and a text without words has none', () => {
    expect(wordCodes(' …👍!? ')).toEqual([]);
  });
});

test('of a long text the part around the first word is shown, with the words in it', () => {
  const text = `${'😀'.repeat(200)} invoice ${'x '.repeat(300)} invoice`;
  const shown = snippetOf(text, highlightsOf(text, 'invoice'));
  expect(shown.text.length).toBeLessThanOrEqual(241);
  expect(shown.highlights.map(({ start, end }) => shown.text.slice(start, end))).toEqual(['invoice']);
  expect(() => encodeURIComponent(shown.text)).not.toThrow();
});
