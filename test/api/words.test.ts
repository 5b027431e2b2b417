import { russian } from '../../api/words/russian';
import { createTranslator, sentencesOf } from '../../api/words/translator';
import { saidByTheService } from '../support/sentences/said';
import { blank } from '../support/sentences/wordings';

/** Stands for values: a number, so that nouns have to be found for it. */
const value = '7';

describe('the Russian words of the interface', () => {
  const said = saidByTheService();
  const used = new Set<string>();
  const watched = Object.fromEntries(
    Object.entries(russian).map(([sentence, wording]) => [
      sentence,
      (values: Record<string, string>) => {
        used.add(sentence);
        return typeof wording === 'string'
          ? wording.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
          : wording(values);
      },
    ]),
  );
  const translate = createTranslator(watched);
  const each = [...said.sentences].flatMap(([text, place]) =>
    sentencesOf(text).map((sentence) => ({ sentence, place })),
  );

  it('are looked for in every place that can say something', () => {
    expect(said.unread).toEqual([]);
    expect(each.length).toBeGreaterThan(300);
  });

  it('are there for every sentence that a source says', () => {
    const missing = each.filter(({ sentence }) => {
      const filled = sentence.replaceAll(blank, value);
      return /\p{L}/u.test(filled) && translate(filled) === filled;
    });
    expect(missing).toEqual([]);
  });

  it('keep every value that a sentence has', () => {
    const lossy = each.filter(({ sentence }) => {
      const values = sentence.split(blank).length - 1;
      return translate(sentence.replaceAll(blank, value)).split(value).length - 1 < values;
    });
    expect(lossy).toEqual([]);
  });

  it('have none that no source says', () => {
    for (const { sentence } of each) translate(sentence.replaceAll(blank, value));
    expect(Object.keys(russian).filter((sentence) => !used.has(sentence))).toEqual([]);
  });
});
