import ts from 'typescript';
import { type Call, nameOf, readSources, type Sources } from './sources';
import { blank, createReader, type Wordings } from './wordings';

/** What the HTTP interface can say to a caller who is refused, or of what failed later. */
export interface Said {
  /** Wordings, with `blank` for what only the running service knows, and where they are said. */
  sentences: ReadonlyMap<string, string>;
  /** Places that say something of which no wording can be found. */
  unread: string[];
}

type Reader = ReturnType<typeof createReader>;
/** One place that hands words to a caller. */
interface Place {
  node: ts.Node;
  wordings: Wordings;
}

/** Functions and classes of ours that hand words out: which argument is a sentence, and which holds those of fields. */
const mouths: Record<string, { sentence?: number; fields?: number; more?: number }> = {
  Problem: { sentence: 1, more: 2 },
  UnreadablePayload: { sentence: 0 },
  invalid: { fields: 0 },
  problem: { sentence: 1, fields: 2 },
  protocolProblem: { sentence: 2 },
  sayIn: { sentence: 1 },
  webhookFailed: { sentence: 0 },
};

/** What a call of ours hands to its caller. */
function spoken(call: Call, reader: Reader): Place[] {
  const mouth = ts.isIdentifier(call.expression) ? mouths[call.expression.text] : undefined;
  const argument = (index: number | undefined) => (index === undefined ? undefined : call.arguments?.[index]);
  const sentence = argument(mouth?.sentence);
  const fields = argument(mouth?.fields) ?? errorsIn(argument(mouth?.more));
  return [
    ...(sentence ? [{ node: sentence, wordings: reader.read(sentence) }] : []),
    ...(fields ? [{ node: fields, wordings: reader.readValues(fields) }] : []),
  ];
}

/** Of `{ errors }`, perhaps behind `errors &&`. */
function errorsIn(more: ts.Expression | undefined): ts.Expression | undefined {
  if (more === undefined) return undefined;
  if (ts.isBinaryExpression(more)) return errorsIn(more.right);
  if (!ts.isObjectLiteralExpression(more)) return more;
  return propertyOf(more, 'errors');
}

function propertyOf(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of literal.properties) {
    if (property.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

/** The messages of a schema: zod takes them as its last parameter, `params`, and in issues that are added by hand. */
function ofSchema(call: Call, { checker }: Sources, reader: Reader): Place[] {
  const signature = checker.getResolvedSignature(call);
  if (!signature?.declaration || !/\/zod\//.test(signature.declaration.getSourceFile().fileName)) return [];
  const index = signature.parameters.findIndex(({ name }) => name === 'params');
  const given = call.arguments?.[nameOf(call) === 'addIssue' ? 0 : index];
  if (given === undefined) return [];
  const message = ts.isObjectLiteralExpression(given)
    ? (propertyOf(given, 'error') ?? propertyOf(given, 'message'))
    : given;
  if (message === undefined) return [];
  const [made] = checker.getTypeAtLocation(message).getCallSignatures();
  const wordings = made?.declaration === undefined ? reader.read(message) : reader.readReturns(made.declaration);
  return [{ node: message, wordings }];
}

/** What says that something is told: the reason of a failure, the detail of a health, the text of an outcome, of a notification, and what a process has told. */
const told = [
  { words: 'reason', beside: 'code' },
  { words: 'detail', beside: 'status' },
  { words: 'text', beside: 'status' },
  { words: 'text', beside: 'userId' },
  { words: 'words', beside: 'runId' },
];
function ofTold(literal: ts.ObjectLiteralExpression, { checker }: Sources, reader: Reader): Place[] {
  return told.flatMap(({ words, beside }) => {
    const node = propertyOf(literal, words);
    if (node === undefined || propertyOf(literal, beside) === undefined) return [];
    // A schema that describes them has the two as well.
    if (!(checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike)) return [];
    return [{ node, wordings: reader.read(node) }];
  });
}

/** Walks through the sources for every sentence that a problem or a failure of the HTTP interface can hold. */
export function saidByTheService(): Said {
  const sources = readSources();
  const reader = createReader(sources);
  return reader.settled(() => lookAround(sources, reader));
}

function lookAround(sources: Sources, reader: Reader): Said {
  const sentences = new Map<string, string>();
  const unread: string[] = [];
  const places = [
    ...sources.calls.flatMap((call) => [...spoken(call, reader), ...ofSchema(call, sources, reader)]),
    ...sources.literals.flatMap((literal) => ofTold(literal, sources, reader)),
  ];
  for (const { node, wordings } of places) {
    for (const text of wordings.texts)
      if (text.replaceAll(blank, '').trim() !== '') sentences.set(text.trim(), sources.placeOf(node));
    if (wordings.isOpen) unread.push(`${sources.placeOf(node)}: ${node.getText()}`);
  }
  return { sentences, unread };
}
