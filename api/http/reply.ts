/** Answers of handlers: named, so that the compiler keeps the status apart. */

type Headers = Record<string, string>;

export function ok<B>(body: B, headers: Headers = {}): { status: 200; body: B; headers: Headers } {
  return { status: 200, body, headers };
}

export function created<B>(body: B): { status: 201; body: B } {
  return { status: 201, body };
}

/** Stored, and worked on after the answer. */
export function accepted<B>(body: B): { status: 202; body: B } {
  return { status: 202, body };
}

export const noContent = { status: 204 } as const;
