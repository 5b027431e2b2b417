import { basename, dirname, join } from 'node:path/posix';
import { type Citation, citationsIn } from './citations';
import { symbolsIn } from './declared-symbols';
import { type TestTitle, titlesIn } from './test-titles';

/** The files of the repository. */
export interface Repository {
  /** From its root. */
  paths: string[];
  read(path: string): string;
}

/** What a document cites that is not there, each in words, with what it may have become. */
export function staleCitationsOf(document: string, repository: Repository): string[] {
  const { citations, faults } = citationsIn(repository.read(document));
  const stale = citations.flatMap((citation) => {
    const complaint = complaintAbout(citation, document, repository);
    return complaint === null ? [] : [`line ${citation.line}: ${complaint}`];
  });
  return [...faults, ...stale].map((fault) => `${document}, ${fault}`);
}

/** The tests' files that a document cites, and how many titles and symbols. */
export function citedBy(document: string, repository: Repository) {
  const links = citationsIn(repository.read(document)).citations.filter(({ isLink }) => isLink);
  return {
    testFiles: new Set(links.map((citation) => pathOf(citation, document)).filter(isTestFile)),
    titles: links.filter((citation) => isTestFile(citation.path) && symbolOf(citation) === null).length,
    symbols: links.filter((citation) => symbolOf(citation) !== null).length,
  };
}

const isTestFile = (path: string) => path.endsWith('.test.ts');
const isSource = (path: string) => /\.(ts|tsx|mjs)$/.test(path);

const pathOf = ({ path, isLink }: Citation, document: string) =>
  (isLink ? join(dirname(document), path) : path).replace(/\/$/, '');

/** `` [`symbol`](file.ts) `` */
function symbolOf({ path, words }: Citation): string | null {
  const name = isSource(path) ? words?.match(/^`([\w$]+(?:\.[\w$]+)?)`$/)?.[1] : undefined;
  return name === undefined || name === basename(path) ? null : name;
}

function complaintAbout(citation: Citation, document: string, repository: Repository): string | null {
  const path = pathOf(citation, document);
  if (!citation.isLink && !isOfRepository(path, repository)) return null;
  if (!isThere(path, repository)) return `there is no ${path}${nearestFile(path, repository)}`;
  const symbol = symbolOf(citation);
  if (symbol !== null) return complaintAboutSymbol(symbol, path, repository);
  if (citation.words !== null && isTestFile(path) && !/^`.*`$/.test(citation.words))
    return complaintAboutTitle(citation.words, path, repository);
  return null;
}

/** A code span with a slash is taken for a path when it begins in a folder of the repository: `audio/mpeg` does not. */
function isOfRepository(path: string, { paths }: Repository): boolean {
  const top = `${path.split('/')[0]}/`;
  return paths.some((known) => known.startsWith(top));
}

/** A module may be named without its extension. */
function isThere(path: string, { paths }: Repository): boolean {
  return (
    path === '.' || paths.some((known) => known === path || known === `${path}.ts` || known.startsWith(`${path}/`))
  );
}

function complaintAboutSymbol(symbol: string, path: string, repository: Repository): string | null {
  const declared = symbolsIn(repository.read(path));
  if (declared.has(symbol)) return null;
  const elsewhere = filesWith(symbol.split('.')[0] ?? '', repository, (other, source) => {
    return isSource(other) && !isTestFile(other) && symbolsIn(source).has(symbol);
  });
  const hint = elsewhere.length > 0 ? `; it is in ${elsewhere.slice(0, 3).join(', ')}` : nearest(symbol, [...declared]);
  return `${path} declares no ${symbol}${hint}`;
}

function complaintAboutTitle(title: string, path: string, repository: Repository): string | null {
  const titles = titlesIn(repository.read(path));
  const isMeant = ({ isMeantBy }: TestTitle) => isMeantBy(title);
  const meant = titles.filter(isMeant);
  if (meant.length > 1 && title.endsWith('…')) return `${path} has ${meant.length} tests “${title}”`;
  if (meant.length > 0) return null;
  const longest = title.split(/[^\p{L} ]/u).reduce((one, other) => (other.length > one.length ? other : one));
  const elsewhere = filesWith(longest.trim(), repository, (other, source) => {
    return isTestFile(other) && titlesIn(source).some(isMeant);
  });
  const hint =
    elsewhere.length > 0
      ? `; it is in ${elsewhere.join(', ')}`
      : nearest(
          title,
          titles.map(({ written }) => written),
        );
  return `${path} has no test “${title}”${hint}`;
}

/** Only what has the words at all is parsed. */
function filesWith(
  words: string,
  { paths, read }: Repository,
  isIt: (path: string, source: string) => boolean,
): string[] {
  return paths.filter((path) => {
    if (!isSource(path)) return false;
    const source = read(path);
    return source.includes(words) && isIt(path, source);
  });
}

function nearestFile(path: string, { paths }: Repository): string {
  const stem = (file: string) => basename(file).replace(/(\.(integration|long|contract))*(\.test)?\.\w+$/, '');
  const same = paths.filter((other) => stem(other) === stem(path));
  return same.length > 0 ? `; there is ${same.slice(0, 3).join(', ')}` : '';
}

/** The one that has most words, or parts of a name, in common. */
function nearest(wanted: string, there: string[]): string {
  const partsOf = (text: string) => new Set(text.split(/(?=[A-Z])|[^\p{L}\d]+/u).map((part) => part.toLowerCase()));
  const wantedParts = partsOf(wanted);
  const likeness = (text: string) => {
    const parts = partsOf(text);
    const common = [...parts].filter((part) => wantedParts.has(part)).length;
    return common / (parts.size + wantedParts.size - common);
  };
  const best = there.reduce((one, other) => (likeness(other) > likeness(one) ? other : one), there[0] ?? '');
  return best === '' || likeness(best) < 0.2 ? '' : `; nearest: “${best}”`;
}
