import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { citedBy, type Repository, staleCitationsOf } from './stale-citations';

const root = join(__dirname, '..', '..');

/** What a copy holds beside the sources. */
const notSources = ['.git', 'node_modules', 'dist', '.data', 'coverage'];

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notSources.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    });
}

const repository: Repository = { paths: filesIn('.'), read: (path) => readFileSync(join(root, path), 'utf8') };

/** The changelog tells of former versions, which had other files. */
const documents = repository.paths.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');

test.each(documents)('what %s cites is there: files, symbols and tests', (document) => {
  expect(staleCitationsOf(document, repository)).toEqual([]);
});

test('docs/guarantees.md cites tests and symbols in a form that is checked', () => {
  const { titles, symbols } = citedBy('docs/guarantees.md', repository);
  expect(titles).toBeGreaterThan(50);
  expect(symbols).toBeGreaterThan(40);
});

/** Folders of tests that are there for the sake of a guarantee. */
const proofs = /^test\/(races|twice|properties|chaos|replay)\//;

test('every file of tests that attack a guarantee is cited in docs/guarantees.md', () => {
  const { testFiles } = citedBy('docs/guarantees.md', repository);
  const attacking = repository.paths.filter((path) => proofs.test(path) && path.endsWith('.test.ts'));
  expect(attacking.length).toBeGreaterThan(10);
  expect(attacking.filter((path) => !testFiles.has(path))).toEqual([]);
});

test('every page is listed in docs/index.md: guides, channels and decisions', () => {
  const pages = repository.paths.filter((path) => /^docs\/.+\.md$/.test(path) && path !== 'docs/index.md');
  const index = repository.read('docs/index.md');
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.filter((page) => !index.includes(`](${page.slice('docs/'.length)})`))).toEqual([]);
});
