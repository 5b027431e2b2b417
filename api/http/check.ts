import type { z } from 'zod';
import { Problem } from '../../domain/problem';
import { wordsFor } from './words';

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

/** A 400 that names every field. */
export function invalid(errors: Record<string, string>): Problem {
  const sentences = Object.entries(errors).map(([field, words]) => sentence(field, words.replace(/\.$/, '')));
  return new Problem('invalid_request', `${sentences.join('; ')}.`, { errors });
}

function sentence(field: string, words: string): string {
  return /^\p{Ll}/u.test(words) ? `${field} ${words}` : `${field}: ${words}`;
}

/** The value in the schema's type, or a 400 by field. */
export function check<S extends z.ZodType>(schema: S, value: unknown, prefix = ''): z.output<S> {
  const read = schema.safeParse(value, { error: wordsFor });
  if (!read.success) throw invalid(errorsByField(read.error, prefix));
  return read.data;
}
