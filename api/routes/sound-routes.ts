import { z } from 'zod';
import type { Recorder } from '../audit';
import type { ApiDeps } from '../deps';
import { created, ok } from '../http/reply';
import { answered, type Route, route } from '../http/route';
import type { UploadedFile, UploadRules } from '../http/uploads';
import { shippedSound } from '../notification-sound';
import { settingShape } from '../shapes/setting';
import { removeSound, shippedSoundPath, soundFileId, soundUrl } from '../sounds';
import { setSetting, settingAudit, showSetting } from './setting-routes';

const code = 'OmniChatNotificationSound';
const path = `/api/settings/${code}/file`;
const upload: UploadRules = { field: 'file', maxBytes: 1_048_576, maxFiles: 1, required: true, mediaTypes: ['audio/'] };
const dayMs = 86_400_000;

/** The sound of a new message (domain 1.11). */
export function soundRoutes(deps: Pick<ApiDeps, 'storage' | 'installation'>): Route[] {
  const { storage, installation } = deps;
  const tag = 'Settings';
  const shipped = shippedSound();
  const audit = settingAudit(storage, () => code);

  const replace = async ([file]: UploadedFile[], newId: string, change: Recorder['change']) => {
    if (file === undefined) throw new Error('The upload rules let a form without a file through.');
    const id = soundFileId(newId);
    const { fileName, mediaType } = file;
    await storage.files.save({ id, fileName, mediaType, content: file.open() });
    const before = await change((unit) => setSetting(deps, { code, value: id }, unit));
    if (before !== id) await removeSound(storage.files, String(before));
    return showSetting(deps, code);
  };

  return [
    route({
      method: 'POST',
      path,
      operationId: 'UploadNotificationSound',
      summary: 'Uploads the sound of a new message: audio, at most 1 MB',
      tag,
      access: 'CanManageChats',
      audit,
      upload,
      responses: { 201: settingShape },
      handle: async ({ files, newId, change }) => created(await replace(files, newId, change)),
    }),
    route({
      method: 'PUT',
      path,
      operationId: 'ReplaceNotificationSound',
      summary: 'The same as uploading it',
      tag,
      access: 'CanManageChats',
      audit,
      upload,
      responses: { 200: settingShape },
      handle: async ({ files, newId, change }) => ok(await replace(files, newId, change)),
    }),
    route({
      method: 'GET',
      path: '/api/notification-sound',
      operationId: 'GetNotificationSound',
      summary: 'Where an operator’s page gets the sound of a new message from; null: none is wanted',
      tag,
      access: 'signedIn',
      responses: { 200: z.object({ url: z.string().nullable() }) },
      handle: async () => ok({ url: soundUrl(installation, await storage.settings.get(code)) }),
    }),
    route({
      method: 'GET',
      path: shippedSoundPath,
      operationId: 'GetShippedSound',
      summary: 'The shipped sound',
      tag,
      access: 'anyone',
      responses: { 200: { mediaType: 'audio/wav', description: 'The sound' } },
      async handle({ raw: { response } }) {
        response
          .set('Cache-Control', `public, max-age=${dayMs / 1000}`)
          .type('audio/wav')
          .send(shipped);
        return answered;
      },
    }),
  ];
}
