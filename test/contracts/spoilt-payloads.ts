const oddValues: unknown[] = [
  undefined,
  null,
  true,
  -1,
  1e300,
  Number.NaN,
  '',
  'odd',
  [],
  [null],
  {},
  { odd: { odd: [] } },
];

function isContainer(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null;
}

function replaced(value: unknown, path: string[], odd: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return odd;
  if (!isContainer(value)) return value;
  const part = replaced(Reflect.get(value, key), rest, odd);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...value, [key]: part };
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (!isContainer(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

/** A payload with one part at a time, whole branches too, replaced by what nobody expects there. */
export function spoiltVariants(payload: unknown): unknown[] {
  return pathsOf(payload).flatMap((path) => oddValues.map((odd) => replaced(payload, path, odd)));
}
