import type { z } from 'zod';
import { wordsFor } from '../../domain/field-words';
import { invalid } from '../../domain/problem';

/** What is wrong by field path, in words. `prefix` is put before each path. */
function errorsByField(error: z.ZodError, prefix = ''): Record<string, string> {
  const errors: Record<string, string> = {};
  const note = (path: PropertyKey[], words: string) => {
    const field = [prefix, ...path.map(String)].filter((part) => part !== '').join('.') || 'body';
    errors[field] ??= words;
  };
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) note([...issue.path, key], issue.message);
    else note(issue.path, issue.message);
  }
  return errors;
}

/** The value in the schema's type, or a 400 by field. */
export function check<S extends z.ZodType>(schema: S, value: unknown, prefix = ''): z.output<S> {
  const read = schema.safeParse(value, { error: wordsFor });
  if (!read.success) throw invalid(errorsByField(read.error, prefix));
  return read.data;
}
