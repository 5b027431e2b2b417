/** What a document says is there: a file, or in it a test by its title or something declared by its name. */
export interface Citation {
  line: number;
  /** As it is written; a link's is relative to the document, a bare one to the repository. */
  path: string;
  isLink: boolean;
  /** A link's words; of a bare path there are none. */
  words: string | null;
}

const definition = /^\[([^\]]+)\]:\s*(\S+)/;
const inlineLink = /\[((?:`[^`]*`|[^[\]`])+)\]\(([^()\s]+)\)/g;
const referenceLink = /\[((?:`[^`]*`|[^[\]`])+)\]\[([^\][]+)\]/g;
const codeSpan = /`([^`]+)`/g;
const anyCode = /(`+)(.+?)\1(?!`)/g;
/** A folder and what is in it; nothing with a placeholder. */
const pathForm = /^[\w.-]+(?:\/[\w.-]+)+\/?$|^[\w.-]+\/$/;

/**
 * `[title](path)`, `` [`symbol`](path) ``, the same by a reference (`[title][label]` with `[label]: path` below), and paths of
 * the repository in code spans. A block of code is an example, and so is a path alone above it: the file to write it to. Links out of
 * the repository are not cited.
 */
export function citationsIn(markdown: string): { citations: Citation[]; faults: string[] } {
  const lines = withoutExamples(markdown.split('\n'));
  const targets = new Map(lines.filter((line) => definition.test(line)).map(targetIn));
  const citations: Citation[] = [];
  const faults: string[] = [];
  const used = new Set<string>();

  lines.forEach((written, index) => {
    const line = index + 1;
    // A link in code is shown, not made.
    const text = written.replace(anyCode, (code) => (/\][([]/.test(code) ? '' : code));
    if (definition.test(text)) return;
    for (const [, words = '', path = ''] of text.matchAll(inlineLink)) cite({ line, path, isLink: true, words });
    for (const [, words = '', label = ''] of text.matchAll(referenceLink)) {
      const path = targets.get(label);
      used.add(label);
      if (path === undefined) faults.push(`line ${line}: [${label}] is not defined`);
      else cite({ line, path, isLink: true, words });
    }
    for (const [, path = ''] of text.matchAll(codeSpan))
      if (pathForm.test(path)) citations.push({ line, path, isLink: false, words: null });
  });
  for (const label of targets.keys()) if (!used.has(label)) faults.push(`[${label}] is defined and not used`);
  return { citations, faults };

  function cite(citation: Citation): void {
    const path = citation.path.replace(/#.*$/, '');
    if (path === '' || /^[a-z]+:/.test(path)) return;
    const words = citation.words?.replace(/\\(?=[^\w\s])/g, '') ?? null;
    citations.push({ ...citation, path, words });
  }
}

function targetIn(line: string): [string, string] {
  const [, label = '', path = ''] = line.match(definition) ?? [];
  return [label, path];
}

/** What is an example becomes an empty line, so that the others keep their numbers. */
function withoutExamples(lines: string[]): string[] {
  let isBlock = false;
  const kept = lines.map((line) => {
    const isFence = /^\s*(```|~~~)/.test(line);
    if (isFence) isBlock = !isBlock;
    return isFence || isBlock ? null : line;
  });
  const isFileOfBlock = (index: number) =>
    /^`[^`]+`:?$/.test(kept[index] ?? '') &&
    (kept[index + 1] === null || (kept[index + 1] === '' && kept[index + 2] === null));
  return kept.map((line, index) => (line === null || isFileOfBlock(index) ? '' : line));
}
