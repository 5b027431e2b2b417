import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..', '..');
/** Where sentences of the HTTP interface are written. */
const rooms = ['activities', 'api', 'channels', 'domain', 'messaging', 'workflows'];

export type Call = ts.CallExpression | ts.NewExpression;

/** The sources that say anything to a caller, with what the compiler knows of them. */
export interface Sources {
  checker: ts.TypeChecker;
  calls: readonly Call[];
  literals: readonly ts.ObjectLiteralExpression[];
  isOurs(node: ts.Node): boolean;
  /** What callers hand to a parameter; undefined for a call that leaves it out. */
  givenFor(parameter: ts.ParameterDeclaration): Array<ts.Expression | undefined>;
  /** What is put into a property that a type declares. */
  putInto(property: ts.PropertySignature | ts.MethodSignature): ts.Node[];
  /** `file:line`, for people. */
  placeOf(node: ts.Node): string;
}

export function each<N extends ts.Node>(
  node: ts.Node,
  is: (node: ts.Node) => node is N,
  visit: (node: N) => void,
): void {
  if (is(node)) visit(node);
  ts.forEachChild(node, (child) => each(child, is, visit));
}

/** The last part of what is called. */
export function nameOf({ expression }: Call): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function isCall(node: ts.Node): node is Call {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

type Property = Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>;

function isProperty(node: ts.Node): node is Property {
  return (
    ts.isObjectLiteralElementLike(node) && !ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.parent)
  );
}

function putBy(property: Property): ts.Node {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : property;
}

function byName<N>(all: N[], name: (node: N) => string): Map<string, N[]> {
  const named = new Map<string, N[]>();
  for (const one of all) named.set(name(one), [...(named.get(name(one)) ?? []), one]);
  return named;
}

/** What a function is called by, where it is bound to a name. */
function nameOfFunction(node: ts.SignatureDeclaration): string {
  const named =
    node.name ??
    (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return named?.getText() ?? '';
}

export function readSources(): Sources {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      },
    },
  );
  if (config === undefined) throw new Error('tsconfig.json cannot be read');
  const inRooms = (name: string) => rooms.some((room) => name.startsWith(join(root, room, '/')));
  // Other packages say nothing to our callers, and their types take longer to read than all of ours.
  const host = ts.createCompilerHost(config.options);
  const fileExists = (name: string) => !/\/node_modules\/(?!zod\/)/.test(name) && ts.sys.fileExists(name);
  const options = { ...config.options, types: [] };
  const program = ts.createProgram(config.fileNames.filter(inRooms), options, { ...host, fileExists });
  const checker = program.getTypeChecker();
  // It says again what others have said.
  const isDictionary = (name: string) => name.startsWith(join(root, 'api', 'words', '/'));
  const calls: Call[] = [];
  const properties: Property[] = [];
  const literals: ts.ObjectLiteralExpression[] = [];
  for (const file of program.getSourceFiles().filter(({ fileName }) => inRooms(fileName) && !isDictionary(fileName))) {
    each(file, isCall, (call) => calls.push(call));
    each(file, isProperty, (property) => properties.push(property));
    each(file, ts.isObjectLiteralExpression, (literal) => literals.push(literal));
  }
  const callsBy = byName(calls, nameOf);
  const propertiesBy = byName(properties, ({ name }) => name.getText());

  function isPutInto(property: Property, wanted: ts.Declaration): boolean {
    const type = ts.isObjectLiteralExpression(property.parent) ? checker.getContextualType(property.parent) : undefined;
    const types = type?.isUnion() ? type.types : type === undefined ? [] : [type];
    return types.some((one) => one.getProperty(property.name.getText())?.declarations?.includes(wanted));
  }

  return {
    checker,
    calls,
    literals,
    isOurs: (node) => inRooms(node.getSourceFile().fileName),
    givenFor(parameter) {
      const taker = parameter.parent;
      const index = taker.parameters.indexOf(parameter);
      const candidates =
        callsBy.get(ts.isConstructorDeclaration(taker) ? (taker.parent.name?.text ?? '') : nameOfFunction(taker)) ?? [];
      return candidates
        .filter((call) => checker.getResolvedSignature(call)?.declaration === taker)
        .map((call) => call.arguments?.[index]);
    },
    putInto: (wanted) =>
      (propertiesBy.get(wanted.name.getText()) ?? []).filter((one) => isPutInto(one, wanted)).map(putBy),
    placeOf(node) {
      const file = node.getSourceFile();
      return `${file.fileName.slice(root.length + 1)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    },
  };
}
