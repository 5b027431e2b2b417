import { Readable } from 'node:stream';
import { ApplicationFailure } from '@temporalio/activity';
import { fullName, photoFileIdOf } from '../domain/contact';
import { peek } from '../domain/file-beginnings';
import { kindOfReceived, nameOfReceived } from '../domain/received-file';
import { commit } from '../storage/unit-of-work';
import { withHeartbeats } from './heartbeats';
import type { ActivityDeps } from './index';

/** Fills in what the messenger tells of a new contact: names that the first message did not bring, and the photo (domain 1.6). */
export function createLoadProfile({ storage, providers }: Pick<ActivityDeps, 'storage' | 'providers'>) {
  return async function loadProfile(asked: { contactId: string; channelId: string }): Promise<void> {
    const contact = await storage.contacts.get(asked.contactId);
    const channel = await storage.channels.open(asked.channelId);
    const provider = providers.find(({ code }) => code === channel?.provider);
    const identity = contact?.identities.find((known) => known.provider === channel?.provider);
    const readProfile = provider?.readProfile;
    if (!contact || !channel || !readProfile || !identity) return;

    const profile = await withHeartbeats(() => readProfile(channel, identity.clientId));
    const name = fullName(profile);
    if (contact.firstName === null && contact.lastName === null && name !== '') {
      const { firstName = null, lastName = null } = profile;
      await learn({ name, firstName, lastName });
    }
    const { photo } = profile;
    if (photo !== undefined && contact.photoFileId === null) await loadPhoto(photo.reference);

    /** Tells those who see the chat, if it was not known already. */
    async function learn(fields: Parameters<typeof storage.contacts.update>[1]): Promise<boolean> {
      if (!contact || !channel || !identity) return false;
      const { result } = await commit(storage, async (unit) => {
        if (!(await storage.contacts.update(contact.id, fields, unit.tx))) return false;
        const conversation = { channelId: channel.id, clientId: identity.clientId };
        const [chat] = await storage.chats.openOf([conversation], unit.tx);
        if (chat !== undefined) unit.tell({ type: 'chat.updated', chatId: chat.id });
        return true;
      });
      return result;
    }

    async function loadPhoto(reference: string): Promise<void> {
      if (!contact || !channel || !provider) return;
      const outcome = await withHeartbeats(() => provider.loadAttachment(channel, reference));
      if (outcome.kind === 'refused') return;
      if (outcome.kind === 'later')
        throw ApplicationFailure.create({
          type: 'LoadLater',
          message: outcome.reason,
          ...(outcome.afterMs === null ? {} : { nextRetryDelay: outcome.afterMs }),
        });
      const id = photoFileIdOf(contact.id);
      const { start, whole } = await peek(outcome.content);
      const mediaType = kindOfReceived({ start, said: [outcome.mediaType, 'image/jpeg'], fileName: '' });
      const content = Readable.from(whole(), { objectMode: false });
      // A page that says that there is none is no photo.
      if (!mediaType.startsWith('image/')) return void content.destroy();
      const fileName = nameOfReceived({ given: 'photo', isPlaceholder: true, stored: outcome.fileName, mediaType });
      await storage.files.save({ id, fileName, mediaType, content });
      const isKept = await learn({ photoFileId: id });
      // Erased or merged meanwhile: a file that nobody knows of must not stay.
      if (!isKept && (await storage.contacts.get(contact.id)) === null) await storage.files.remove(id);
    }
  };
}
