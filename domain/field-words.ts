/** What a schema has found, as far as its words go: an issue of zod's, of which the domain knows nothing. */
interface Issue {
  code: string;
  input?: unknown;
  expected?: string;
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  inclusive?: boolean;
  format?: string;
  values?: readonly unknown[];
  divisor?: number | bigint;
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  date: 'a point in time',
};

const formats: Record<string, string> = {
  datetime: 'a time in UTC such as 2026-01-31T09:30:00Z',
  url: 'an address such as https://example.org',
  email: 'an e-mail address',
  uuid: 'an id',
};

function kindOf(name = ''): string {
  return kinds[name] ?? `of the kind ${name}`;
}

function bound(origin: string | undefined, limit: string): string {
  if (origin === 'string') return `must have ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${limit} entries`;
  return `must be ${limit}`;
}

/** Says in words what a value should have been; a schema's own message goes before it. */
export function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: it must be ${kindOf(issue.expected)}`
        : `must be ${kindOf(issue.expected)}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return bound(issue.origin, `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`);
    case 'too_big':
      return bound(issue.origin, `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`);
    case 'invalid_format':
      return `must be ${formats[issue.format ?? ''] ?? 'of another form'}`;
    case 'invalid_value': {
      const allowed = (issue.values ?? []).map(String);
      return allowed.length > 1 ? `must be one of ${allowed.join(', ')}` : `must be exactly ${allowed.join('')}`;
    }
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return 'is not known here: leave it out';
    case 'invalid_union':
      return 'has none of the forms that are allowed here';
    case 'invalid_key':
    case 'invalid_element':
      return 'holds an entry that is not allowed here';
    default:
      return 'cannot be accepted';
  }
}
