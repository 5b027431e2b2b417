import ts from 'typescript';

/** What a test is called, as patterns: what `test.each` fills in may be anything. */
export interface TestTitle {
  own: RegExp;
  /** With the titles of the groups that it stands in before its own, as Jest's `-t` sees it. */
  full: RegExp;
}

export function titlesIn(source: string): TestTitle[] {
  const titles: TestTitle[] = [];
  const visit = (node: ts.Node, groups: string[]): void => {
    const called = ts.isCallExpression(node) ? titled(node) : null;
    if (called !== null && called.what !== 'describe')
      titles.push({ own: patternOf(called.title), full: patternOf([...groups, called.title].join(' ')) });
    const inside = called?.what === 'describe' ? [...groups, called.title] : groups;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(ts.createSourceFile('a.test.ts', source, ts.ScriptTarget.Latest), []);
  return titles;
}

/** `test('…')` and `test.each(…)('…')`, and the same with `it` and `describe`. */
function titled({ expression, arguments: [first] }: ts.CallExpression): { what: string; title: string } | null {
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(root) || !['test', 'it', 'describe'].includes(root.text)) return null;
  return first !== undefined && ts.isStringLiteralLike(first) ? { what: root.text, title: first.text } : null;
}

function patternOf(title: string): RegExp {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\\\$[\w.]+|%[a-z]/g, '.+')}$`);
}
