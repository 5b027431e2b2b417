import ts from 'typescript';

/** What a test, or a group of tests, is called. */
export interface TestTitle {
  kind: 'test' | 'group';
  /** As it is written. */
  written: string;
  /** With the titles of the groups that it stands in before its own, as Jest's `-t` sees it. */
  full: string;
  /**
   * Whether a citation means it: by its own title or with its groups', placeholders as written or filled in, or by the
   * beginning of its own and `…`.
   */
  isMeantBy(cited: string): boolean;
}

interface Part {
  title: string;
  /** What `each` fills in, where the table stands in the call; null where it may be anything. */
  values: string[] | null;
}

export function titlesIn(source: string): TestTitle[] {
  const titles: TestTitle[] = [];
  const visit = (node: ts.Node, groups: Part[]): void => {
    const called = ts.isCallExpression(node) ? titled(node) : null;
    if (called !== null) titles.push(titleOf(called.kind, [...groups, called.part]));
    const inside = called?.kind === 'group' ? [...groups, called.part] : groups;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(ts.createSourceFile('a.test.ts', source, ts.ScriptTarget.Latest, true), []);
  return titles;
}

function titleOf(kind: TestTitle['kind'], parts: Part[]): TestTitle {
  const chains = parts.map((_, index) => parts.slice(index));
  const meant = chains.map((chain) => ({ written: textOf(chain), filled: patternOf(chain) }));
  return {
    kind,
    written: textOf(parts.slice(-1)),
    full: textOf(parts),
    isMeantBy: (cited) => {
      if (cited.endsWith('…')) return textOf(parts.slice(-1)).startsWith(cited.slice(0, -1));
      return meant.some(({ written, filled }) => written === cited || (filled?.test(cited) ?? false));
    },
  };
}

const textOf = (parts: Part[]) => parts.map(({ title }) => title).join(' ');

const calls = { test: 'test', it: 'test', describe: 'group' } as const;

/** `test('…')`, `test.each(…)('…')` and a test.each`…`('…'), and the same with `it` and `describe`. */
function titled({ expression, arguments: [first] }: ts.CallExpression): { kind: TestTitle['kind']; part: Part } | null {
  const table = ts.isCallExpression(expression) ? (expression.arguments[0] ?? null) : null;
  const callee = ts.isCallExpression(expression)
    ? expression.expression
    : ts.isTaggedTemplateExpression(expression)
      ? expression.tag
      : expression;
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(root) || !Object.hasOwn(calls, root.text) || first === undefined) return null;
  const title = titleText(first);
  if (title === null) return null;
  return { kind: calls[root.text as keyof typeof calls], part: { title, values: valuesOf(table) } };
}

/** A template's expressions become placeholders like those of `each`. */
function titleText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('');
}

/** The strings of a table that is written out in the call. */
function valuesOf(table: ts.Node | null): string[] | null {
  const written = table !== null && ts.isAsExpression(table) ? table.expression : table;
  if (written === null || !ts.isArrayLiteralExpression(written)) return null;
  const values: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) values.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(written);
  return values;
}

const placeholder = /\$\{\}|\$[\w.]+|%[a-z#]/;
const ofStrings = /^(%s|\$[\w.]+)$/;

/** Null where nothing but placeholders is written: such a title would be meant by anything. */
function patternOf(parts: Part[]): RegExp | null {
  const ofPart = ({ title, values }: Part): string =>
    title
      .split(new RegExp(`(${placeholder.source})`))
      .map((piece, index) => {
        if (index % 2 === 0) return escaped(piece);
        return values === null || values.length === 0 || !ofStrings.test(piece)
          ? '.+'
          : `(?:${values.map(escaped).join('|')})`;
      })
      .join('');
  const fixed = textOf(parts).replace(new RegExp(placeholder.source, 'g'), '');
  return /\p{Letter}/u.test(fixed) ? new RegExp(`^${parts.map(ofPart).join(' ')}$`) : null;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
