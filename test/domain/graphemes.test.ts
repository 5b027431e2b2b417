import { claimedAccount } from '../../api/identity/claims';
import { refusalOf as refusedByTelegram } from '../../channels/telegram/refusals';
import { refusalOf as refusedByTwilio } from '../../channels/whatsapp/refusals';
import { previewOf } from '../../domain/chat';
import { subjectOf } from '../../domain/dossier';
import { plainFileName } from '../../domain/file-name';
import { beginningOf } from '../../domain/graphemes';
import { endOf, failedWith } from '../../domain/process';
import { snippetOf } from '../../domain/words';

/** By what they are, graphemes that are several units of UTF-16 each. */
const graphemes = {
  'an emoji': '🙂',
  'an emoji with the colour of a skin': '👍🏽',
  'a family': '👨‍👩‍👧‍👦',
  'a flag': '🇺🇦',
  'a letter with its accents': 'e\u0301\u0323',
  'a syllable of Hindi': 'क्षि',
  'a heart with its form': '❤️',
};

describe.each(Object.entries(graphemes))('%s', (_what, grapheme) => {
  /** Whole and many, of whatever was cut. */
  const isWhole = (text: string) => text.length > 2 * grapheme.length && text.replaceAll(grapheme, '') === '';
  const many = grapheme.repeat(600);

  test.each([50, 51, 52, 53, 199, 200, 201, 300])('is whole or gone in a text cut to %i units', (most) => {
    const text = beginningOf(many, most);
    expect(isWhole(text)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text.length).toBeGreaterThan(most - grapheme.length);
  });

  test('is whole in the preview of a message, however the text begins', () => {
    for (const before of ['', '.', '..', '...', '....'])
      expect(isWhole(previewOf(before + many).slice(before.length))).toBe(true);
  });

  test('is whole in the subject of a case or an order', () => {
    for (const before of ['', '.', '..', '...'])
      expect(isWhole(subjectOf({ number: 1 }, before + many).slice(before.length))).toBe(true);
  });

  test('is whole in the name of a file, which keeps its ending', () => {
    for (const before of ['', '.', '..', '...']) {
      const name = plainFileName(`${before}${many}.pdf`);
      expect(name.length).toBeLessThanOrEqual(255);
      expect(name.endsWith('.pdf')).toBe(true);
      expect(isWhole(name.slice(before.length, -'.pdf'.length))).toBe(true);
    }
  });

  test('is whole in what a search shows of a message', () => {
    for (const before of ['', '.', '..', '...']) {
      const text = `${many}${before}found ${many}`;
      const start = text.indexOf('found');
      const shown = snippetOf(text, [{ start, end: start + 5 }]);
      expect(isWhole(shown.text.replace(`${before}found `, '').replaceAll('…', ''))).toBe(true);
      expect(shown.highlights.map((span) => shown.text.slice(span.start, span.end))).toEqual(['found']);
    }
  });

  test('is whole in what a process or a messenger says of itself, and in a name that an issuer gives', () => {
    for (const before of ['.', '..', '...']) {
      const said = before + many;
      const all = [
        JSON.stringify(endOf(said)),
        JSON.stringify(failedWith('process_failed', said)),
        refusedByTelegram(400, said).reason,
        refusedByTwilio(null, said).reason,
        claimedAccount({ iss: 'https://issuer.example', sub: '1', iat: 0, exp: 0, all: { name: said } }).name ?? '',
      ];
      for (const text of all)
        expect(isWhole(text.slice(text.indexOf(grapheme), text.lastIndexOf(grapheme) + grapheme.length))).toBe(true);
      for (const text of all) expect(text.slice(text.lastIndexOf(grapheme) + grapheme.length)).toMatch(/^[."{}\w:,]*$/);
    }
  });
});

test('a grapheme that is longer than all that fits is cut between its code points', () => {
  expect(beginningOf(`a${'\u0301'.repeat(99)}`, 10)).toBe(`a${'\u0301'.repeat(9)}`);
  expect(beginningOf('👨‍👩‍👧‍👦', 4)).toBe('👨‍');
  expect(beginningOf('👨‍👩‍👧‍👦', 5)).toBe('👨‍👩');
});

test.each(['x', '🇺🇦', 'e\u0301', '\u200d', '\u0301', ' '])('a long text of %j is cut in no time', (unit) => {
  const text = unit.repeat(1_000_000 / unit.length);
  expect(beginningOf(text, 200).length).toBeLessThanOrEqual(200);
  expect(snippetOf(text, [{ start: 900_000, end: 900_001 }]).text.length).toBeLessThanOrEqual(304);
});

test('a short text, and the name of a file that fits, stay as they are', () => {
  expect(beginningOf('👨‍👩‍👧‍👦', 11)).toBe('👨‍👩‍👧‍👦');
  expect(plainFileName('Счёт №5.pdf')).toBe('Счёт №5.pdf');
  expect(plainFileName(`${'a'.repeat(300)}.no ending`)).toBe('a'.repeat(255));
});
