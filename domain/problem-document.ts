import { type Problem, problemCodes } from './problem';

/** RFC 9457. `code` is a stable word; `detail` is a sentence for people. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: Record<string, string>;
}

export const problemMediaType = 'application/problem+json';

function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function problemDocument(problem: Problem): ProblemDocument {
  return {
    type: `urn:parley:problem:${problem.code}`,
    title: titleOf(problem.code),
    status: problemCodes[problem.code],
    detail: problem.message,
    code: problem.code,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
}
