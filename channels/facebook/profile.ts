import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { Profile } from '../../domain/inbound';
import type { FacebookApp } from './app';
import { callAsPage } from './page-call';

const text = z.string().min(1).optional().catch(undefined);
const person = z.looseObject({ first_name: text, last_name: text, profile_pic: text });

/** Profile reader: what Facebook tells of a person who wrote to the page; empty when it tells nothing (domain 1.6). */
export async function readFacebookProfile(
  app: FacebookApp,
  channel: OpenedChannel,
  clientId: string,
): Promise<Profile> {
  if (!/^\d+$/.test(clientId)) return {};
  const query = { fields: 'first_name,last_name,profile_pic' };
  const answer = await callAsPage(app, channel, { method: 'GET', path: `/${clientId}`, query });
  const read = person.safeParse(answer.ok ? answer.result : null);
  if (!read.success) return {};
  const { first_name: firstName, last_name: lastName, profile_pic: photo } = read.data;
  return {
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    ...(photo && { photo: { reference: photo } }),
  };
}
