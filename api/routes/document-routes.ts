import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { apiDocument } from '../docs/document';
import { docsPageFor, docsPageHeaders } from '../docs/page';
import { ok } from '../http/reply';
import { answered, type Route, route } from '../http/route';

/** The API document of all other routes, and a page that shows it. */
export function documentRoutes(others: Route[], { providers }: Pick<ApiDeps, 'providers'>): Route[] {
  const tag = 'Documentation';
  const own: Route[] = [
    route({
      method: 'GET',
      path: '/api/openapi.json',
      operationId: 'GetApiDocument',
      summary: 'This document',
      tag,
      access: 'anyone',
      responses: { 200: z.record(z.string(), z.unknown()) },
      handle: async ({ siteRoot }) => ok({ ...document, servers: [{ url: (await siteRoot()) || '/' }] }),
    }),
    route({
      method: 'GET',
      path: '/api/docs',
      operationId: 'ShowApiDocument',
      summary: 'A page to read it on',
      tag,
      access: 'anyone',
      responses: { 200: { mediaType: 'text/html', description: 'The page' } },
      async handle({ siteRoot, raw: { response } }) {
        response
          .set(docsPageHeaders)
          .type('html')
          .send(docsPageFor(await siteRoot()));
        return answered;
      },
    }),
  ];
  const document = apiDocument([...others, ...own], providers);
  return own;
}
