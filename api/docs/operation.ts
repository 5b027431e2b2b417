import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { languages } from '../../domain/languages';
import { type ProblemCode, problemCodes } from '../../domain/problem';
import type { OtherContent, Route } from '../http/route';
import { problemShape } from '../shapes/problem';
import type { JsonSchema, SchemaWriter } from './schemas';

const accessWords: Record<Route['access'], string> = {
  anyone: 'For anyone.',
  signedIn: 'For whoever is signed in.',
  CanManageChats: 'Needs the permission CanManageChats.',
  Administrator: 'Needs the permission Administrator.',
};

const withoutBody: ReadonlySet<string> = new Set(['GET', 'DELETE']);

/** One operation of the API document. */
export function operationOf(route: Route, schemas: SchemaWriter): JsonSchema {
  const body = requestBodyOf(route, schemas);
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: [route.description, accessWords[route.access]].filter(Boolean).join('\n\n'),
    tags: [route.tag],
    'x-access': route.access,
    security: route.access === 'anyone' ? [] : [{ bearer: [] }],
    parameters: [
      ...pathParameters(route),
      ...queryParameters(route, schemas),
      ...idempotencyParameter(route),
      languageParameter,
    ],
    ...(body === null ? {} : { requestBody: body }),
    responses: { ...answersOf(route, schemas), ...refusalsOf(route, schemas) },
  };
}

function pathParameters({ path }: Route): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: Route, schemas: SchemaWriter): JsonSchema[] {
  if (!(query instanceof z.ZodObject)) return [];
  return Object.entries(query.shape).map(([name, field]) => {
    const { description, ...schema } = schemas.write(field as z.ZodType);
    const isRequired = !(field as z.ZodType).safeParse(undefined).success;
    return { name, in: 'query', required: isRequired, schema, ...(description === undefined ? {} : { description }) };
  });
}

function idempotencyParameter({ method, access }: Route): JsonSchema[] {
  if (method !== 'POST' || access === 'anyone') return [];
  const description = 'Makes it safe to ask again: a repeated request gets the first one’s answer, for a day.';
  const schema = { type: 'string', minLength: 1, maxLength: 255 };
  return [{ name: 'Idempotency-Key', in: 'header', required: false, description, schema }];
}

const languageParameter: JsonSchema = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description:
    'In which language problems are told; the language of the installation when it names none that there is.',
  schema: { type: 'string', examples: [...languages] },
};

/** Of a problem. */
const languageHeader: JsonSchema = {
  description: 'Of `title`, `detail` and `errors`.',
  schema: { type: 'string', enum: [...languages] },
};

function requestBodyOf({ method, body, upload }: Route, schemas: SchemaWriter): JsonSchema | null {
  if (withoutBody.has(method) || (body === undefined && upload === undefined)) return null;
  const fields = body === undefined ? null : schemas.write(body);
  const isOptional = upload?.required !== true && (body === undefined || body.safeParse(undefined).success);
  return {
    required: !isOptional,
    content: {
      ...(fields === null || upload?.required ? {} : { 'application/json': { schema: fields } }),
      ...(upload === undefined ? {} : { 'multipart/form-data': { schema: formOf(upload, fields) } }),
    },
  };
}

function formOf(upload: NonNullable<Route['upload']>, fields: JsonSchema | null): JsonSchema {
  const file = { type: 'string', contentMediaType: 'application/octet-stream' };
  const shown = upload.maxFiles === 1 ? file : { type: 'array', maxItems: upload.maxFiles, items: file };
  const files = {
    type: 'object',
    properties: { [upload.field]: shown },
    ...(upload.required ? { required: [upload.field] } : {}),
  };
  if (fields === null) return files;
  const { additionalProperties: _, ...open } = fields;
  return { allOf: [open, files] };
}

function answersOf({ responses }: Route, schemas: SchemaWriter): JsonSchema {
  return Object.fromEntries(
    Object.entries(responses).map(([status, content]) => {
      const description = STATUS_CODES[status] ?? status;
      if (content === null) return [status, { description }];
      if (!(content instanceof z.ZodType)) return [status, otherContent(content)];
      return [status, { description, content: { 'application/json': { schema: schemas.write(content) } } }];
    }),
  );
}

function otherContent({ mediaType, description }: OtherContent): JsonSchema {
  return { description, content: { [mediaType]: { schema: { type: 'string' } } } };
}

/** What a route may be refused with: its own codes, and those of every route of its kind. */
function refusalsOf(route: Route, schemas: SchemaWriter): JsonSchema {
  const codes = new Set<ProblemCode>(route.problems);
  if (route.access !== 'anyone') codes.add('unauthenticated').add('identity_server_unreachable');
  if (route.access !== 'anyone' && route.access !== 'signedIn') codes.add('forbidden');
  if (route.query !== undefined || route.body !== undefined || route.upload !== undefined) codes.add('invalid_request');
  if (route.body !== undefined || route.upload !== undefined)
    codes.add('unsupported_media_type').add('payload_too_large');
  if (idempotencyParameter(route).length > 0)
    codes.add('request_in_progress').add('idempotency_key_reused').add('invalid_request');
  if (route.path.startsWith('/api/')) codes.add('store_unavailable');
  const schema = schemas.write(problemShape);
  const statuses = [...new Set([...codes].map((code) => problemCodes[code]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = [...codes].filter((code) => problemCodes[code] === status).sort();
      const description = `\`${ofStatus.join('`, `')}\``;
      const headers = { 'Content-Language': languageHeader };
      return [String(status), { description, headers, content: { 'application/problem+json': { schema } } }];
    }),
  );
}
