import { z } from 'zod';
import { megabyte } from '../../domain/file-size';
import { Problem } from '../../domain/problem';
import type { ApiDeps } from '../deps';
import { created } from '../http/reply';
import { answered, type Route, route } from '../http/route';
import { serveFile } from '../serve-file';
import { fileShape } from '../shapes/file';

/** Of one file, whatever the messenger. */
export const maxFileBytes = 50 * megabyte;

/** An upload's id tells whose it is: nobody sends another's file, or one that a client sent in another chat. */
export function idOfUploadBy(userId: string, newId: string): string {
  return `${userId}.${newId}`;
}

export function fileRoutes({ storage, installation }: Pick<ApiDeps, 'storage' | 'installation'>): Route[] {
  const tag = 'Files';
  return [
    route({
      method: 'POST',
      path: '/api/files',
      operationId: 'UploadFile',
      summary: 'Stores a file, to be sent with a message: at most 50 MB',
      tag,
      access: 'signedIn',
      upload: { field: 'file', maxBytes: maxFileBytes, maxFiles: 1, required: true },
      responses: { 201: fileShape },
      async handle({ files: [file], newId, user }) {
        const id = idOfUploadBy(user.id, newId);
        if (file === undefined) throw new Error('The upload rules let a form without a file through.');
        const { fileName, mediaType } = file;
        const { size } = await storage.files.save({ id, fileName, mediaType, content: file.open() });
        return created({ id, fileName, mediaType, size, url: installation.signFileUrl(id) });
      },
    }),
    route({
      method: 'GET',
      path: '/files/{id}',
      operationId: 'GetFile',
      summary: 'A stored file, by a short-lived signed address',
      tag,
      access: 'anyone',
      query: z.object({ token: z.string().default('') }),
      responses: { 200: { mediaType: '*/*', description: 'The file; a part of it (206) when one is asked for.' } },
      problems: ['forbidden', 'not_found'],
      async handle({ params, query, raw }) {
        if (!installation.verifyFileUrl(params.id, query.token)) {
          throw new Problem(
            'forbidden',
            'This address is not valid or has run out. Load the page that showed it again.',
          );
        }
        const file = await storage.files.open(params.id);
        if (file === null) throw new Problem('not_found', 'This file is not there any more.');
        await serveFile(file, raw.request, raw.response);
        return answered;
      },
    }),
  ];
}
