import type { z } from 'zod';

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

function kindOf(name: string): string {
  return kinds[name] ?? `of the kind ${name}`;
}

function bound(origin: string, limit: string): string {
  if (origin === 'string') return `must have ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${limit} entries`;
  return `must be ${limit}`;
}

/** Says in words what a value should have been; a schema's own message goes before it. */
export function wordsFor(issue: z.core.$ZodRawIssue): string {
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
      return `must be ${formats[issue.format] ?? 'of another form'}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `is not known here: leave it out`;
    case 'invalid_union':
      return 'has none of the forms that are allowed here';
    case 'invalid_key':
    case 'invalid_element':
      return 'holds an entry that is not allowed here';
    case 'custom':
      return 'cannot be accepted';
  }
}
