import ts from 'typescript';

/**
 * What a module declares by name: at its top level, in a class, in an object that a constant holds or a function returns, and
 * the functions of a function. What a module merely imports, mentions or passes on is not declared in it.
 */
export function symbolsIn(source: string): Set<string> {
  const symbols = new Set<string>();
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  for (const statement of file.statements) {
    for (const { name, value } of declaredBy(statement)) {
      symbols.add(name);
      for (const member of membersOf(value)) symbols.add(member).add(`${name}.${member}`);
    }
  }
  return symbols;
}

interface Declared {
  name: string;
  value: ts.Node | undefined;
}

function declaredBy(statement: ts.Statement): Declared[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      namesIn(name).map((text) => ({ name: text, value: initializer })),
    );
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  )
    return statement.name === undefined ? [] : [{ name: statement.name.text, value: statement }];
  return [];
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

function membersOf(value: ts.Node | undefined): string[] {
  if (value === undefined) return [];
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value))
    return membersOf(value.expression);
  if (ts.isObjectLiteralExpression(value)) return value.properties.flatMap(namesOfMember);
  if (ts.isClassDeclaration(value)) return value.members.flatMap(namesOfMember);
  if (ts.isArrowFunction(value) && !ts.isBlock(value.body)) return membersOf(value.body);
  if (!ts.isFunctionDeclaration(value) && !ts.isArrowFunction(value) && !ts.isFunctionExpression(value)) return [];
  if (value.body === undefined || !ts.isBlock(value.body)) return [];
  return value.body.statements.flatMap((statement) =>
    ts.isReturnStatement(statement)
      ? membersOf(statement.expression)
      : declaredBy(statement)
          .filter((declared) => isFunction(declared.value))
          .map(({ name }) => name),
  );
}

function isFunction(value: ts.Node | undefined): boolean {
  if (value === undefined) return false;
  // A function may be wrapped: `const store = inBatches(50, …)`.
  return (
    ts.isFunctionDeclaration(value) ||
    ts.isArrowFunction(value) ||
    ts.isFunctionExpression(value) ||
    ts.isCallExpression(value)
  );
}

function namesOfMember(member: ts.ClassElement | ts.ObjectLiteralElementLike): string[] {
  // `{ attach }` passes on what is declared elsewhere; where that is in the same function, it is found there.
  if (ts.isShorthandPropertyAssignment(member) || member.name === undefined) return [];
  return ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? [member.name.text] : [];
}
