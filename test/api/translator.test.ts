import { problemIn } from '../../api/words/problem-in';
import { count, defineSentences } from '../../api/words/sentences';
import { createTranslator } from '../../api/words/translator';
import { invalid } from '../../domain/problem';
import { problemDocument } from '../../domain/problem-document';

describe('a translator', () => {
  const translate = createTranslator(
    defineSentences({
      'It is late.': 'Поздно.',
      'There is a role {name} already.': 'Роль «{name}» уже есть.',
      '{name} is there already.': '{name} уже есть.',
      'It takes {files} file(s) of {size}.': ({ files, size }) =>
        `${count(files, 'файл', 'файла', 'файлов')} по ${size}.`,
      '{page}: {sentence}': '{page}: {sentence}',
    }),
  );

  it.each([
    ['each sentence of a text', 'It is late. There is a role Sales already.', 'Поздно. Роль «Sales» уже есть.'],
    ['values that look like sentences', 'There is a role A. B already.', 'Роль «A. B» уже есть.'],
    ['values that look like its own marks', 'There is a role {sentence} $& already.', 'Роль «{sentence} $&» уже есть.'],
    ['a sentence in a sentence', 'Shop: It is late.', 'Shop: Поздно.'],
    ['by the wording that says most', 'There is a role A is there already.', 'Роль «A is there» уже есть.'],
    ['a number with its noun', 'It takes 21 file(s) of 5 MB.', '21 файл по 5 MB.'],
    ['another number with its noun', 'It takes 3 file(s) of 5 MB.', '3 файла по 5 MB.'],
    ['what it does not know as it is', 'It is late. Nobody knows why.', 'Поздно. Nobody knows why.'],
    ['nothing', '', ''],
  ])('gives %s', (_what, english, russian) => {
    expect(translate(english)).toBe(russian);
  });

  it('takes no longer than the text is long, whatever is in it', () => {
    const text = `${' file(s) of It takes : '.repeat(20_000)}.`;
    expect(translate(text)).toBe(text);
  });
});

describe('a problem in Russian', () => {
  it('keeps code, type, status and the fields’ paths', () => {
    const english = problemDocument(
      invalid({ 'settings.token': 'must not be empty', 'operators.0.userId': 'is no account' }),
    );
    expect(problemIn('en', english)).toBe(english);
    expect(problemIn('ru', english)).toEqual({
      ...english,
      title: 'Неверный запрос',
      detail: 'settings.token: не может быть пустым; operators.0.userId: такой учётной записи нет.',
      errors: { 'settings.token': 'не может быть пустым', 'operators.0.userId': 'такой учётной записи нет' },
    });
  });
});
