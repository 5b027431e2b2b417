import { createHash } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../domain/problem';
import { check } from './check';
import type { Route } from './route';
import { inTime } from './slow-bodies';
import { readUpload, type UploadedFile } from './uploads';

export interface ReadBody {
  body: unknown;
  files: UploadedFile[];
  /** The same for the same content: tells a repeated request from another one. */
  fingerprint: string;
  /** Removes what was kept aside; call it after the answer. */
  discard(): Promise<void>;
}

const maxJsonBytes = 1_048_576;

const jsonParser = express.json({ limit: maxJsonBytes, type: () => true });
/** Of a form that may hold files and nothing else. */
const noFields = z.strictObject({}).transform(() => undefined);
const nothingToDiscard = async () => undefined;

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function accepted(route: Route): string {
  if (route.upload === undefined) return 'application/json';
  return route.upload.required ? 'multipart/form-data' : 'application/json or multipart/form-data';
}

function readJson(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    jsonParser(request, response, (error: unknown) => (error ? reject(error) : resolve(request.body)));
  });
}

function withoutBody(schema: z.ZodType): unknown {
  return check(schema, schema.safeParse(undefined).success ? undefined : {});
}

/** Reads and checks what a route's body must be, as JSON or as a form with files. */
export async function readBody(
  route: Route,
  request: Request,
  response: Response,
  patienceMs: number,
): Promise<ReadBody> {
  if (route.upload !== undefined && request.is('multipart/form-data')) {
    const upload = await readUpload(request, response, route.upload);
    try {
      return { ...upload, body: check(route.body ?? noFields, upload.fields) };
    } catch (error) {
      await upload.discard();
      throw error;
    }
  }
  const empty = { files: [], fingerprint: '', discard: nothingToDiscard };
  if (route.body === undefined && route.upload === undefined) return { ...empty, body: undefined };
  if (route.upload?.required || (hasBody(request) && !request.is(['application/json', 'application/*+json']))) {
    throw new Problem('unsupported_media_type', `Send the body as ${accepted(route)}.`);
  }
  const schema = route.body ?? noFields;
  if (!hasBody(request)) return { ...empty, body: withoutBody(schema) };
  const json = await inTime(readJson(request, response), patienceMs);
  return {
    ...empty,
    body: check(schema, json),
    fingerprint: createHash('sha256')
      .update(JSON.stringify(json ?? null))
      .digest('base64url'),
  };
}
