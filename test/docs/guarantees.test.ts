import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { titlesIn } from './test-titles';

const root = join(__dirname, '..', '..');
const documents = ['README.md', 'docs/guarantees.md'];

interface Citation {
  document: string;
  file: string;
  /** Empty where a file is named as a whole. */
  title: string;
}

/** `[folder/name](test/folder/name.test.ts): title`, in a cell of a table alone or with others, one a line of it. */
function citationsIn(document: string): Citation[] {
  const text = readFileSync(join(root, document), 'utf8');
  const cited = /\]\(([^)\s]+\.test\.ts)\)(?:: (.*?)(?=<br>|\s*\|\s*(?:\n|$)|\n|$))?/g;
  return [...text.matchAll(cited)].map(([, path = '', title = '']) => ({
    document,
    file: join(dirname(document), path),
    title: title.trim(),
  }));
}

const citations = documents.flatMap(citationsIn);
const titlesOf = (file: string) => titlesIn(readFileSync(join(root, file), 'utf8'));

describe.each(documents)('%s', (document) => {
  const here = citations.filter((citation) => citation.document === document);

  test('names tests', () => {
    expect(here.filter(({ title }) => title !== '').length).toBeGreaterThan(10);
  });

  test('names only tests that are there, in the file named', () => {
    const missing = here.filter(
      ({ file, title }) => !titlesOf(file).some(({ own, full }) => title === '' || own.test(title) || full.test(title)),
    );
    expect(missing).toEqual([]);
  });
});

test('docs/guarantees.md names only files and folders that are there', () => {
  const text = readFileSync(join(root, 'docs/guarantees.md'), 'utf8');
  const paths = [...text.matchAll(/`([a-z-]+(?:\/[\w.-]*)+)`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every race that is made to happen is named in docs/guarantees.md', () => {
  const races = readdirSync(join(root, 'test/races')).map((name) => join('test/races', name));
  const unnamed = races.flatMap((file) =>
    titlesOf(file)
      .filter(({ full }) => !citations.some((citation) => citation.file === file && full.test(citation.title)))
      .map(({ full }) => `${file}: ${full.source}`),
  );
  expect(unnamed).toEqual([]);
});
