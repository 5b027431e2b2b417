import type { OutgoingAttachment, OutgoingMessage, Provider } from '../channels/contract';
import type { OpenedChannel } from '../domain/channel';
import type { Message } from '../domain/message';
import { aheadOfStampsMs, byOurs } from '../domain/messenger-clock';
import { siteAt } from '../messaging/site';
import type { ActivityDeps } from './index';

/** Reads a stored message as its provider's sender needs it; null when a file of it is gone. */
export function createOutgoingMessageReader({ storage, installation }: Pick<ActivityDeps, 'storage' | 'installation'>) {
  return async function outgoingOf(
    message: Message,
    { provider, channel }: { provider: Provider; channel: OpenedChannel },
  ): Promise<OutgoingMessage | null> {
    const { id, clientId, type, text, replyToExternalId, template } = message;
    const [siteUrl, lastStamp] = await Promise.all([
      storage.settings.get('SiteUrl'),
      storage.messages.lastIncomingAt(message),
    ]);
    const lastIncomingAt = lastStamp && byOurs(lastStamp, aheadOfStampsMs(provider, channel));
    const attachments = await filesOf(message, siteUrl);
    if (attachments === null) return null;
    const site = siteAt(siteUrl, message.provider);
    return { id, clientId, type, text, replyToExternalId, attachments, template, lastIncomingAt, site };
  };

  async function filesOf({ attachments }: Message, siteUrl: string): Promise<OutgoingAttachment[] | null> {
    const files = await Promise.all(
      attachments.map(async ({ fileId, fileName, mediaType, size }) => {
        const file = fileId === null ? null : await storage.files.open(fileId);
        if (fileId === null || file === null) return null;
        const url = siteUrl === '' ? null : siteUrl + installation.signFileUrl(fileId);
        return { fileName, mediaType, size: size ?? file.size, url, open: () => file.stream() };
      }),
    );
    const found = files.filter((file) => file !== null);
    return found.length === files.length ? found : null;
  }
}
