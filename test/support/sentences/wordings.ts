import ts from 'typescript';
import { each, nameOf, type Sources } from './sources';

/** Stands in a wording for what only the running service knows. */
export const blank = '\u25a1';

/** All that an expression may come to. */
export interface Wordings {
  texts: ReadonlySet<string>;
  /** It may also be something else, which no source says. */
  isOpen: boolean;
}

const open: Wordings = { texts: new Set(), isOpen: true };
const nothing: Wordings = { texts: new Set(), isOpen: false };
/** Leave words as they are, or shorten them. */
const passing = new Set(['replace', 'slice', 'trim', 'toString']);
/** Errors that are looked at where they are thrown. */
const refusals = new Set(['Problem', 'UnreadablePayload']);
/**
 * Calls that say nothing by themselves: `detailOf` makes one sentence of those of fields, which are looked at themselves;
 * `othersWords` hands on what no source of ours says, in whatever language it is.
 */
const silent = new Set(['detailOf', 'othersWords']);
/** More ways to fill one template than anybody words: then its parts are blanks. */
const mostFillings = 64;

const isSentence = (text: string) => /^\s*[\p{Lu}\u25a1].*[.!?]$/su.test(text);

const one = (text: string): Wordings => ({ texts: new Set([text]), isOpen: false });

function either(all: readonly Wordings[]): Wordings {
  return { texts: new Set(all.flatMap(({ texts }) => [...texts])), isOpen: all.some(({ isOpen }) => isOpen) };
}

/** Follows expressions back to the words that they are made of: through constants, parameters, properties and returns. */
export function createReader(sources: Sources) {
  const { checker, isOurs, givenFor, putInto } = sources;
  const known = new Map<ts.Node, Wordings>();
  let inThisRound = new Set<ts.Node>();

  /** Where words go in a circle, the round before has the answer: see `settled`. */
  function once(node: ts.Node, find: () => Wordings): Wordings {
    if (inThisRound.has(node)) return known.get(node) ?? nothing;
    inThisRound.add(node);
    const found = find();
    known.set(node, found);
    return found;
  }

  const read = (node: ts.Expression): Wordings => once(node, () => readExpression(node));

  /** Goes the same ways again until nothing new is found. */
  function settled<Found>(look: () => Found): Found {
    for (let before = -1; ; ) {
      inThisRound = new Set();
      const found = look();
      const size = [...known.values()].reduce((sum, { texts }) => sum + texts.size, 0);
      if (size === before) return found;
      before = size;
    }
  }

  function readExpression(node: ts.Expression): Wordings {
    if (ts.isStringLiteralLike(node)) return one(node.text);
    if (ts.isTemplateExpression(node)) return readTemplate(node);
    if (ts.isSatisfiesExpression(node) && node.type.kind === ts.SyntaxKind.NeverKeyword) return nothing;
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      return read(node.expression);
    if (ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) return read(node.expression);
    if (ts.isConditionalExpression(node)) return either([read(node.whenTrue), read(node.whenFalse)]);
    if (ts.isBinaryExpression(node)) return readBinary(node);
    if (ts.isIdentifier(node)) return readName(node);
    if (ts.isPropertyAccessExpression(node)) return readProperty(node);
    if (ts.isElementAccessExpression(node)) return readValues(node.expression, namesIn(node.argumentExpression));
    if (ts.isCallExpression(node)) return readCall(node);
    if (node.kind === ts.SyntaxKind.NullKeyword) return nothing;
    return open;
  }

  function readProperty({ expression, name }: ts.PropertyAccessExpression): Wordings {
    const isCaught = refusals.has(checker.getTypeAtLocation(expression).symbol?.name ?? '');
    return isCaught && name.text === 'message' ? nothing : readDeclarations(checker.getSymbolAtLocation(name));
  }

  /** Phrases are filled in. What is a sentence itself is said by itself, and leaves its place blank unless it stands alone. */
  function readTemplate(node: ts.TemplateExpression): Wordings {
    let texts = [node.head.text];
    const apart: string[] = [];
    for (const { expression, literal } of node.templateSpans) {
      const part = read(expression);
      // Not found in this round.
      if (!part.isOpen && part.texts.size === 0) return nothing;
      const phrases = [...part.texts].filter((text) => !isSentence(text));
      const sentences = [...part.texts].filter(isSentence);
      apart.push(...sentences);
      const phrased = part.isOpen || texts.length * phrases.length > mostFillings ? [blank] : phrases;
      texts = texts.flatMap((text) => {
        if (sentences.length === 0) return phrased.map((phrase) => text + phrase + literal.text);
        return `${text}${/(^|[.!?]\s*)$/.test(text) ? '' : blank}${literal.text}`;
      });
    }
    return { texts: new Set([...texts, ...apart]), isOpen: false };
  }

  function readBinary({ left, operatorToken: { kind }, right }: ts.BinaryExpression): Wordings {
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken)
      return either([read(left), read(right)]);
    return kind === ts.SyntaxKind.AmpersandAmpersandToken ? read(right) : open;
  }

  function readName(node: ts.Identifier): Wordings {
    if (node.text === 'undefined') return nothing;
    return readDeclarations(symbolOf(node));
  }

  function symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function readDeclarations(symbol: ts.Symbol | undefined): Wordings {
    const declarations = symbol?.declarations ?? [];
    return declarations.length === 0 ? open : either(declarations.map(readDeclaration));
  }

  function readDeclaration(node: ts.Declaration): Wordings {
    // What a schema of zod's says by itself has been collected where it is written.
    if (!isOurs(node))
      return /\/zod\//.test(node.getSourceFile().fileName) && ts.isPropertySignature(node) ? nothing : open;
    if (ts.isVariableDeclaration(node)) return node.initializer === undefined ? open : read(node.initializer);
    if (ts.isPropertyAssignment(node)) return read(node.initializer);
    if (ts.isShorthandPropertyAssignment(node))
      return readDeclarations(checker.getShorthandAssignmentValueSymbol(node));
    if (ts.isPropertySignature(node)) {
      const values = putInto(node);
      return values.length === 0 ? open : either(values.map((value) => (ts.isExpression(value) ? read(value) : open)));
    }
    if (ts.isParameter(node)) return readParameter(node);
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).getText();
      return readDeclarations(checker.getTypeAtLocation(node.parent).getProperty(name));
    }
    return open;
  }

  function readParameter(node: ts.ParameterDeclaration): Wordings {
    const given = givenFor(node);
    if (given.length === 0) return open;
    return either(given.map((one = node.initializer) => (one === undefined ? nothing : read(one))));
  }

  function readCall(node: ts.CallExpression): Wordings {
    if (ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      if (passing.has(name.text) && checker.getTypeAtLocation(expression).flags & ts.TypeFlags.StringLike)
        return read(expression);
      if (name.text === 'join') return readJoined(expression);
    }
    const declaration = checker.getResolvedSignature(node)?.declaration;
    if (declaration === undefined || !isOurs(declaration)) return open;
    if (silent.has(nameOf(node))) return nothing;
    const passed = returnsOf(declaration).map((returned) => indexPassed(returned, declaration));
    const [first = -1] = passed;
    const argument = passed.every((index) => index === first) ? node.arguments[first] : undefined;
    return argument === undefined ? readReturns(declaration) : read(argument);
  }

  /** Which of a function's parameters it returns, as it is or shortened; -1 for none. */
  function indexPassed(returned: ts.Expression, declaration: ts.Node): number {
    let whole = returned;
    while (
      ts.isCallExpression(whole) &&
      ts.isPropertyAccessExpression(whole.expression) &&
      passing.has(whole.expression.name.text)
    )
      whole = whole.expression.expression;
    if (!ts.isIdentifier(whole) || !ts.isFunctionLike(declaration)) return -1;
    const parameters: readonly ts.Declaration[] = declaration.parameters;
    const passed = symbolOf(whole)?.valueDeclaration;
    return passed === undefined ? -1 : parameters.indexOf(passed);
  }

  /** Sentences one after the other are sentences by themselves. */
  function readJoined(list: ts.Expression): Wordings {
    if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression)) return open;
    const [made] = list.arguments;
    return list.expression.name.text === 'map' && made !== undefined && ts.isArrowFunction(made)
      ? readReturns(made)
      : open;
  }

  /** What a function may return. */
  function readReturns(declaration: ts.Node): Wordings {
    return once(declaration, () => {
      if (ts.isMethodSignature(declaration)) return either(putInto(declaration).map(readReturns));
      const found = returnsOf(declaration).map(read);
      return found.length === 0 ? open : either(found);
    });
  }

  /** The names that an index can be, where its type says so. */
  function namesIn(index: ts.Expression): ReadonlySet<string> | null {
    const type = checker.getTypeAtLocation(index);
    const parts = type.isUnion() ? type.types : [type];
    return parts.every((part) => part.isStringLiteral()) ? new Set(parts.map((part) => String(part.value))) : null;
  }

  /** What the properties of an object may be; of these names, where they are known. */
  function readValues(node: ts.Expression, names: ReadonlySet<string> | null = null): Wordings {
    if (ts.isObjectLiteralExpression(node)) {
      return either(
        node.properties.map((property) => {
          if (names !== null && !names.has(property.name?.getText() ?? '')) return nothing;
          if (ts.isPropertyAssignment(property)) return read(property.initializer);
          if (ts.isShorthandPropertyAssignment(property)) return readName(property.name);
          return open;
        }),
      );
    }
    if (ts.isIdentifier(node)) return readValuesOf(symbolOf(node), names);
    if (ts.isConditionalExpression(node)) return either([readValues(node.whenTrue), readValues(node.whenFalse)]);
    if (ts.isBinaryExpression(node)) return readValues(node.right);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return readValues(node.expression, names);
    const declaration = ts.isCallExpression(node) ? checker.getResolvedSignature(node)?.declaration : undefined;
    if (declaration !== undefined && isOurs(declaration))
      return either(returnsOf(declaration).map((one) => readValues(one)));
    return open;
  }

  function readValuesOf(symbol: ts.Symbol | undefined, names: ReadonlySet<string> | null): Wordings {
    const [declaration] = symbol?.declarations ?? [];
    if (declaration === undefined) return open;
    if (ts.isParameter(declaration)) {
      const given = givenFor(declaration).flatMap((one) => one ?? []);
      return given.length === 0 ? open : either(given.map((one) => readValues(one)));
    }
    if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return open;
    const all = [readValues(declaration.initializer, names)];
    each(declaration.getSourceFile(), ts.isBinaryExpression, ({ left, right }) => {
      if (!ts.isElementAccessExpression(left) || !ts.isIdentifier(left.expression)) return;
      if (symbolOf(left.expression) === symbol) all.push(read(right));
    });
    return either(all);
  }

  return { read, readValues, readReturns, settled };
}

function returnsOf(declaration: ts.Node): ts.Expression[] {
  if (ts.isArrowFunction(declaration) && !ts.isBlock(declaration.body)) return [declaration.body];
  if (!ts.isFunctionLike(declaration) || !('body' in declaration) || declaration.body === undefined) return [];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(declaration.body as ts.Node, visit);
  return found;
}
