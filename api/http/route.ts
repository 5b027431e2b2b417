import type { IncomingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ProblemCode } from '../../domain/problem';
import { type Permission, permissions, type User } from '../../domain/user';
import type { Audit, Recorder } from '../audit';
import type { CallerSession } from './authenticate';
import type { UploadedFile, UploadRules } from './uploads';

/** Who may call a route. Finer rules, such as "an operator of the chat's queue", are the handler's. */
export type Access = 'anyone' | 'signedIn' | Permission;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An answer that is no JSON of ours: written by the handler itself to `raw.response`. */
export interface OtherContent {
  mediaType: string;
  description: string;
}

/** Answers by status: a schema for JSON, null for none. */
type Responses = Record<number, z.ZodType | OtherContent | null>;

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type ParamsOf<Path extends string> = { [Name in NamesIn<Path>]: string };

/** What a handler returns when it has answered through `raw.response`. */
export const answered = { status: 'answered' } as const;

type ReplyOf<R extends Responses> = {
  [Status in keyof R & number]: R[Status] extends z.ZodType
    ? { status: Status; body: z.input<R[Status]>; headers?: Record<string, string> }
    : R[Status] extends null
      ? { status: Status; headers?: Record<string, string> }
      : typeof answered;
}[keyof R & number];

/** What the framework sends. */
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> | undefined } | typeof answered;

interface RouteRequest<A extends Access, Params, Query, Body> extends Pick<Recorder, 'change' | 'audited'> {
  params: Params;
  query: Query;
  body: Body;
  /** Read anew for this request, so that a change of permissions holds at once. */
  user: A extends 'anyone' ? User | null : User;
  /** That the request was made in. */
  session: A extends 'anyone' ? CallerSession | null : CallerSession;
  headers: IncomingHttpHeaders;
  /** Id for the resource that the request creates; the same when the request is repeated with its Idempotency-Key. */
  newId: string;
  /** Files of a multipart body; gone after the answer. */
  files: UploadedFile[];
  /** Ends when the caller goes away. */
  signal: AbortSignal;
  ip: string;
  /** When the request reached this process; commands with a deadline are judged by it (domain 3.4). */
  receivedAtMs: number;
  /** Scheme and host that the caller used, e.g. `https://chat.example.org`. */
  origin: string;
  /** What stands before our paths in the addresses that the caller sees, such as `/0`; mostly nothing. */
  siteRoot(): Promise<string>;
  raw: { request: Request; response: Response };
}

/** What changes how the installation is run is audited: it does not compile without. */
type AuditOf<M extends Method, A extends Access> = A extends Permission
  ? M extends 'GET'
    ? { audit?: Audit }
    : { audit: Audit }
  : { audit?: Audit };

interface RouteDefinition<
  M extends Method,
  Path extends string,
  A extends Access,
  R extends Responses,
  Query extends z.ZodType,
  Body extends z.ZodType,
> {
  method: M;
  /** With `{name}` parameters. */
  path: Path;
  operationId: string;
  /** One line for the API document. */
  summary: string;
  description?: string;
  tag: string;
  access: A;
  query?: Query;
  /** Use `z.strictObject`: fields that nobody knows are refused. */
  body?: Body;
  /** Takes `multipart/form-data` too; its other fields are checked as the body. */
  upload?: UploadRules;
  responses: R;
  /** Refusals of its own; those that any route may answer with need not be named. */
  problems?: ProblemCode[];
  handle(request: RouteRequest<A, ParamsOf<Path>, z.output<Query>, z.output<Body>>): Promise<ReplyOf<R>>;
}

/** A route as the framework and the API document see it. */
export interface Route {
  method: Method;
  path: string;
  operationId: string;
  summary: string;
  description?: string | undefined;
  tag: string;
  access: Access;
  audit?: Audit | undefined;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  upload?: UploadRules | undefined;
  responses: Responses;
  problems: ProblemCode[];
  handle(request: RouteRequest<Access, Record<string, string>, unknown, unknown>): Promise<Reply>;
}

/** One operation of the HTTP interface. Its schemas give the types, the checks and the API document. */
export function route<
  const M extends Method,
  const Path extends string,
  const A extends Access,
  const R extends Responses,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<M, Path, A, R, Query, Body> & AuditOf<M, A>): Route {
  return {
    ...definition,
    problems: definition.problems ?? [],
    // The framework calls it with what the definition's own schemas and access have let through.
    handle: definition.handle as unknown as Route['handle'],
  };
}

/** Whether it changes, whenever it succeeds, how the installation is run. */
export function administers({ method, access }: Pick<Route, 'method' | 'access'>): boolean {
  return method !== 'GET' && permissions.some((permission) => permission === access);
}
