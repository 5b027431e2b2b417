import { badRequest } from './api-error';

export interface ReceivedFile {
  field: string;
  fileName: string;
  mediaType: string;
  bytes: Buffer;
}

function asArgument(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** A call as the server sees it: every parameter is a string, objects are JSON in a string, whatever carried them. */
export class ApiCall {
  private readonly args: Map<string, string>;

  constructor(
    readonly method: string,
    readonly params: Record<string, unknown>,
    readonly files: ReceivedFile[],
  ) {
    this.args = new Map(Object.entries(params).map(([name, value]) => [name, asArgument(value)]));
  }

  has(name: string): boolean {
    return this.args.has(name);
  }

  text(name: string): string {
    return this.args.get(name) ?? '';
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === '') throw badRequest(`parameter "${name}" is required`);
    return value;
  }

  flag(name: string): boolean {
    return ['true', 'yes', '1'].includes(this.text(name).trim().toLowerCase());
  }

  /** Like the real server: what is no number counts as 0, what is out of bounds is moved to the bound. */
  integer(name: string, { fallback = 0, min = -Infinity, max = Infinity } = {}): number {
    const text = this.text(name);
    if (text === '') return fallback;
    const value = Number.parseInt(text, 10);
    return Math.min(Math.max(Number.isNaN(value) ? 0 : value, min), max);
  }

  json(name: string, failure: string): unknown {
    const text = this.text(name);
    if (text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw badRequest(failure);
    }
  }

  /** An upload is in the part named like the field, or in the one that `attach://` names. */
  upload(field: string): ReceivedFile | undefined {
    const reference = this.text(field);
    const part = reference.startsWith('attach://') ? reference.slice('attach://'.length) : field;
    return this.files.find((file) => file.field === part);
  }
}
