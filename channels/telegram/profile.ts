import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { Profile } from '../../domain/inbound';
import { callTelegram, quickCallTimeoutMs } from './call';
import { tokenOf } from './settings';
import { type PhotoSizes, photoSizes } from './update';

/** Pixels of the longer side: enough for a face in a list, and never the 20 MB original. */
const largestPhotoSide = 640;

const person = z.looseObject({ first_name: z.string().optional(), last_name: z.string().optional() });
const photos = z.looseObject({ photos: z.array(photoSizes) });

function sideOf(size: PhotoSizes[number]): number {
  return Math.max(size.width, size.height);
}

/** The largest that is not too large; when all are, the smallest of them. */
function sensiblePhoto(sizes: PhotoSizes): PhotoSizes[number] | undefined {
  const ascending = [...sizes].sort((a, b) => sideOf(a) - sideOf(b));
  return ascending.findLast((size) => sideOf(size) <= largestPhotoSide) ?? ascending[0];
}

/** Profile reader: what Telegram tells of a user who wrote to the bot; empty when it tells nothing (domain 1.6). */
export async function readTelegramProfile(apiRoot: string, channel: OpenedChannel, clientId: string): Promise<Profile> {
  const token = tokenOf(channel);
  const userId = Number(clientId);
  if (token === null || !Number.isSafeInteger(userId) || userId <= 0) return {};
  const call = { apiRoot, token, timeoutMs: quickCallTimeoutMs };
  const [chat, pictures] = await Promise.all([
    callTelegram({ ...call, ask: (api, signal) => api.getChat({ chat_id: userId }, signal) }),
    callTelegram({ ...call, ask: (api, signal) => api.getUserProfilePhotos({ user_id: userId, limit: 1 }, signal) }),
  ]);
  const name = person.safeParse(chat.ok ? chat.result : null).data;
  const newest = photos.safeParse(pictures.ok ? pictures.result : null).data?.photos[0];
  const photo = newest && sensiblePhoto(newest);
  return {
    ...(name?.first_name && { firstName: name.first_name }),
    ...(name?.last_name && { lastName: name.last_name }),
    ...(photo && { photo: { reference: photo.file_id } }),
  };
}
