/** A refusal of the Graph API. */
export class GraphError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly more: { subcode?: number; status?: number; type?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
  }

  get status(): number {
    return this.more.status ?? 400;
  }

  get body(): object {
    const { subcode, type = 'OAuthException' } = this.more;
    const error = {
      ...{ message: `(#${this.code}) ${this.message}`, type, code: this.code },
      ...(subcode !== undefined && { error_subcode: subcode }),
      fbtrace_id: 'AbCdEfGhIjK',
    };
    return { error };
  }
}

export function badParameter(message: string, subcode?: number): GraphError {
  return new GraphError(100, message, subcode === undefined ? {} : { subcode });
}

export function badToken(subcode?: number): GraphError {
  const message = 'Error validating access token: the session is not valid any more.';
  return new GraphError(190, message, { status: 401, ...(subcode !== undefined && { subcode }) });
}

export function noSuchObject(id: string): GraphError {
  return new GraphError(100, `Unsupported get request. Object with ID '${id}' does not exist.`, {
    ...{ subcode: 33, type: 'GraphMethodException' },
  });
}

export function elsewhere(): GraphError {
  return new GraphError(10, 'Message failed to send because another app is controlling this thread now.', {
    ...{ subcode: 2018300, status: 403 },
  });
}
