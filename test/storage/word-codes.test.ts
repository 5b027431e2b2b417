import fc from 'fast-check';
import { comparable } from '../../domain/folding';
import { nameKeys, nameTerms } from '../../domain/name-keys';
import { snippetOf } from '../../domain/words';
import { searchFor, wordCodes } from '../../storage/word-codes';

const found = (text: string, asked: string) =>
  searchFor(asked)
    .placesIn(text)
    .map(({ start, end }) => text.slice(start, end));

/** Whether the index leads to a text that holds all that is asked for. */
const isLedTo = (text: string, asked: string) => {
  const codes = wordCodes(text);
  return searchFor(asked).terms.every((term) => term.some((code) => codes.includes(code)));
};

describe('a search finds words', () => {
  test.each([
    ['whatever their case', 'The INVOICE is late', 'invoice', ['INVOICE']],
    ['whatever their accents', 'Où est le café? Cafe!', 'CAFÉ', ['café', 'Cafe']],
    ['in Cyrillic, ё as е', 'Ещё один счёт', 'счет', ['счёт']],
    ['in a script without spaces', '我想退款', '退款', ['退款']],
    ['in a script without spaces, by their beginning', '我想退款', '退', ['退款']],
    ['parted by anything but letters and digits', 'case:ORD-1234/b', '1234 ord', ['ORD', '1234']],
    ['after an emoji, where they stand', '👍 fine', 'fine', ['fine']],
    ['by their beginning', 'for example, exams', 'exampl', ['example']],
    ['by a beginning of three letters', 'Посылка где?', 'пос', ['Посылка']],
    ['of one letter only as a whole', 'i is an in', 'i', ['i']],
    ['in another English form', 'Two deliveries were delayed', 'delivery delay', ['deliveries', 'delayed']],
    ['in the plain form when another is asked for', 'My invoice', 'invoices', ['invoice']],
    ['in another Russian form', 'Где моя посылка? Верните посылки!', 'посылку', ['посылка', 'посылки']],
    ['in a Russian form with a vowel that comes and goes', 'Нет посылок', 'посылка', ['посылок']],
    ['in a Russian form that ends in й', 'Красный диван', 'красного', ['Красный']],
    ['with Russian stress marks', 'за\u0301мок', 'замок', ['за\u0301мок']],
    ['ß as ss', 'Berliner Straße 5', 'strasse', ['Straße']],
    ['ss as ß, in capitals', 'BERLINER STRASSE', 'Straße', ['STRASSE']],
    ['ẞ as ß', 'STRAẞE', 'straße', ['STRAẞE']],
    ['letters with a stroke', 'Łukasz Øster', 'lukasz oster', ['Łukasz', 'Øster']],
    ['Turkish ı and İ as i', 'ışık İstanbul', 'isik istanbul', ['ışık', 'İstanbul']],
    ['both sigmas as one', 'ΟΔΟΣ οδός', 'οδοσ', ['ΟΔΟΣ', 'οδός']],
    ['ligatures by their letters', 'the ﬁle, an œuvre', 'file oeuvre', ['ﬁle', 'œuvre']],
    ['Arabic without vowel points', 'مُحَمَّد', 'محمد', ['مُحَمَّد']],
    ['with a soft hyphen in them', 'Liefer\u00adung', 'lieferung', ['Liefer\u00adung']],
    ['with an apostrophe, by the rest', 'Mr. O’Neil', 'neil', ['Neil']],
    ['with an apostrophe, as they are written without', "Mr. O'Neil", 'oneil', ["O'Neil"]],
    ['without the apostrophe that is asked for', 'Mr. ONeil', "O'Neil", ['ONeil']],
    ['with another apostrophe', 'пʼять', "п'ять", ['пʼять']],
    ['with a hyphen, as they are written without', 'by e-mail', 'email', ['e-mail']],
    ['without the hyphen that is asked for', 'by email', 'e-mail', ['email']],
    ['by digits within them', 'ORD1234', '1234', ['1234']],
  ])('%s', (_how, text, asked, expected) => {
    expect(found(text, asked)).toEqual(expected);
    expect(isLedTo(text, asked)).toBe(true);
  });

  test.each([
    ['+380 (50) 123-45-67', '380501234567', ['+380 (50) 123-45-67']],
    ['+380501234567', '+380 (50) 123-45-67', ['380501234567']],
    ['call +380 (50) 123-45-67!', '38050123', ['380 (50) 123']],
    ['call +380 (50) 123-45-67!', '123-45-67', ['123-45-67']],
    ['call +380 (50) 123-45-67!', '501234567', ['50) 123-45-67']],
    ['4711 0815', '47110815', ['4711 0815']],
    ['0815, then 4711', '4711 0815', ['0815', '4711']],
    ['47110815', '4711 0815', ['47110815']],
    ['1,000,000.50 USD', '1000000', ['1,000,000']],
    ['1 000 000 руб.', '1000000', ['1 000 000']],
    ['card 4111-1111-1111-1111', '4111111111111111', ['4111-1111-1111-1111']],
    ['٣٨٠', '380', ['٣٨٠']],
    ['on 2026-11-30', '2026/11/30', ['2026-11-30']],
  ])('numbers without their separators: %s by %s', (text, asked, expected) => {
    expect(found(text, asked).map((one) => one.replace(/^\+/, ''))).toEqual(
      expected.map((one) => one.replace(/^\+/, '')),
    );
    expect(isLedTo(text, asked)).toBe(true);
  });

  test.each([
    ['+49 151 12345678', '0151 12345678', '49 151 12345678'],
    ['+4915112345678', '0151 12345678', '4915112345678'],
    ['+49 (0)151 12345678', '015112345678', '0)151 12345678'],
    ['0151/12345678', '+49 151 12345678', '0151/12345678'],
    ['0151 12345678', '004915112345678', '0151 12345678'],
    ['+7 495 123-45-67', '8 (495) 123-45-67', '7 495 123-45-67'],
    ['8 (495) 123-45-67', '+74951234567', '8 (495) 123-45-67'],
    ['8 (495) 123-45-67', '74951234567', '8 (495) 123-45-67'],
    ['+380501234567', '050 123 45 67', '380501234567'],
    ['(213) 373-4253', '+1 213 373 4253', '213) 373-4253'],
  ])('telephone numbers as they are dialled elsewhere: %s by %s', (text, asked, expected) => {
    expect(found(text, asked)).toEqual([expected]);
    expect(isLedTo(text, asked)).toBe(true);
  });

  test.each([
    ['+49 151 12345679', '0151 12345678'],
    ['0152 12345678', '+49 151 12345678'],
    ['invoice 7', 'invoice paid'],
    ['order', 'ordering 5'],
    ['invoice', 'voice'],
    ['in', 'i'],
    ['столица', 'столу'],
    ['1, 2, 345', '12345'],
    ['123\n456', '123456'],
    ['+380 50 123 45 67', '+380 50 123 45 68'],
  ])('and nothing else: %j by %j', (text, asked) => {
    expect(found(text, asked)).toEqual([]);
    expect(isLedTo(text, asked)).toBe(false);
  });

  test('in just those texts in which the index leads to them', () => {
    const pieces = [
      ...[
        'посылка',
        'Посылок',
        "O'Neil",
        'oneil',
        '+380 (50) 123-45-67',
        '380501234567',
        'e-mail',
        'emails',
        'ORD-1234',
      ],
      ...['ord1234', '1 000', '1,000.50', 'Straße', 'strasse', '我想退款', 'in', 'invoices', 'мой', 'й', '4711 0815'],
    ];
    const text = fc
      .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', ', ', '-', '\n')), {
        minLength: 1,
        maxLength: 5,
      })
      .map((parts) => parts.flat().join(''));
    const asked = fc
      .tuple(text, fc.nat(20), fc.integer({ min: 1, max: 20 }))
      .map(([of, at, length]) => of.slice(at, at + length));
    fc.assert(
      fc.property(text, asked, (written, wanted) => {
        fc.pre(searchFor(wanted).terms.length > 0);
        expect(found(written, wanted).length > 0).toBe(isLedTo(written, wanted));
      }),
      { numRuns: 300 },
    );
  });

  test('and a text without words has none', () => {
    expect(wordCodes(' …👍!? ❤️')).toEqual([]);
  });

  test('and a long text costs no more than so many words', () => {
    const text = Array.from({ length: 4_000 }, (_, index) => `word${index.toString(36)}x`).join(' ');
    expect(isLedTo(text, 'word0x')).toBe(true);
    expect(wordCodes(text).length).toBeLessThan(20_000);
    const table = Array.from({ length: 3_000 }, (_, index) => 1_000 + index).join(' ');
    expect(wordCodes(table).length).toBeLessThan(20_000);
  });

  test('and what an earlier version looked for is still among the codes', () => {
    // FNV-1a of the folded words, as rows of then have them.
    expect(wordCodes('Invoice 4711')).toEqual(expect.arrayContaining([1519411472, 943162418]));
  });
});

test('of a long text the part around the first word is shown, with the words in it', () => {
  const text = `${'😀'.repeat(200)} invoice ${'x '.repeat(300)} invoice`;
  const shown = snippetOf(text, searchFor('invoice').placesIn(text));
  expect(shown.text.length).toBeLessThanOrEqual(243);
  expect(shown.highlights.map(({ start, end }) => shown.text.slice(start, end))).toEqual(['invoice']);
  expect(() => encodeURIComponent(shown.text)).not.toThrow();
});

test.each([
  ['Where is my invoice?', 'Where is my invoice?'],
  [
    `Good morning to all of you there! ${'Where is it? '.repeat(3)}My invoice?`,
    '…is it? Where is it? Where is it? My invoice?',
  ],
])('the word found is near the beginning of what is shown: %s', (text, expected) => {
  expect(snippetOf(text, searchFor('invoice').placesIn(text)).text).toBe(expected);
});

describe('a name is found', () => {
  const isFound = (name: string, asked: string) =>
    nameTerms(asked).every((beginnings) =>
      beginnings.some((beginning) => nameKeys(name).some((key) => key.startsWith(beginning))),
    );

  test.each([
    ['Łukasz Kowalski', 'lukasz'],
    ['Łukasz Kowalski', 'kowal luk'],
    ["Sean O'Neil", 'Neil'],
    ["Sean O'Neil", 'oneil sean'],
    ["Sean O'Neil", 'O’Ne'],
    ['Sean ONeil', "O'Neil"],
    ['Anna Weiß', 'WEISS'],
    ['Jean-Luc Picard', 'jeanluc'],
    ['Jean-Luc Picard', 'luc'],
    ['Müller (Berlin)', 'berlin'],
    ['王小明', '小明'],
    ['Мой Друг', 'мой'],
  ])('%s by %s', (name, asked) => {
    expect(isFound(name, asked)).toBe(true);
  });

  test.each([
    ['Anna Weiss', 'anna schwarz'],
    ['Anna Weiss', 'eiss'],
  ])('%s not by %s', (name, asked) => {
    expect(isFound(name, asked)).toBe(false);
  });

  test('of no letters by what it is', () => {
    expect(nameKeys('🌸')).toEqual(['🌸']);
  });
});

test.each([
  ['  Zoë   GRÖSSE ', 'zoe grosse'],
  ['Größe', 'grosse'],
  ["O'Neil", 'oneil'],
  ['Łódź', 'lodz'],
])('%j is compared as %j', (text, expected) => {
  expect(comparable(text)).toBe(expected);
});
