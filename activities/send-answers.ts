import { ApplicationFailure, Context } from '@temporalio/activity';
import type { OutgoingAttachment, OutgoingMessage, Provider, SendOutcome } from '../channels/contract';
import { type OpenedChannel, takesPart } from '../domain/channel';
import type { Chat } from '../domain/chat';
import { messageEvents } from '../domain/live-event';
import type { DeliveryStatus, Failure, Message } from '../domain/message';
import { isDuplicate } from '../storage/database';
import { commit } from '../storage/unit-of-work';
import { withHeartbeats } from './heartbeats';
import type { ActivityDeps } from './index';
import { insist } from './insist';

/** A message that was tried for this long in vain is failed: the conversation has moved on. */
const giveUpAfterMs = 60 * 60_000;
/** After an unknown outcome, long enough for a short break to be over. */
const afterUnknownMs = 1_000;

/** After this, the next attempt goes on: an activity must not outlive its time limit. */
const sendsForMs = 60_000;

/**
 * Sends the unsent answers of a chat's conversation, the oldest first. A row goes `pending → sending → sent`: an attempt that
 * finds `sending` cannot know whether its forerunner got through, so it sends once more and marks the message (architecture 6).
 */
export function createSendAnswers({
  storage,
  installation,
  providers,
}: Pick<ActivityDeps, 'storage' | 'installation' | 'providers'>) {
  return async function sendAnswers({ chatId }: { chatId: string }): Promise<{ more: boolean }> {
    const chat = await storage.chats.get(chatId);
    if (chat === null) return { more: false };
    return withHeartbeats(() => sendAll(chat));
  };

  async function sendAll({ channelId, clientId }: Chat): Promise<{ more: boolean }> {
    const { cancellationSignal, info } = Context.current();
    for (const until = Date.now() + sendsForMs; Date.now() < until && !cancellationSignal.aborted; ) {
      const [message, channel] = await Promise.all([
        storage.messages.nextUnsent({ channelId, clientId }),
        storage.channels.open(channelId),
      ]);
      if (message === null) return { more: false };
      await sendOne(message, channel);
      // The next message has a patience of its own, and pauses that begin anew.
      if (info.attempt > 1) break;
    }
    return { more: true };
  }

  async function sendOne(message: Message, channel: OpenedChannel | null): Promise<void> {
    const provider = providers.find(({ code }) => code === message.provider);
    if (channel === null || provider === undefined || !takesPart(channel))
      return fail(message, { code: 'channel_inactive', reason: 'The channel was switched off before this was sent.' });
    // Before the row says `sending`: that our own store is away is no doubt about what the messenger got.
    const outgoing = await outgoingOf(message);
    if (outgoing === null) return fail(message, { code: 'file_missing', reason: 'A file of this message is gone.' });
    if (!(await claim(message, provider))) return;
    await settle(channel, message, await provider.send(channel, outgoing));
  }

  /** Whether this attempt may call the messenger. */
  async function claim(message: Message, provider: Provider): Promise<boolean> {
    if (message.deliveryStatus === 'pending')
      return (await storage.messages.moveDelivery(message.id, { status: 'pending' }, { status: 'sending' })) !== null;
    if (provider.recognisesRepeats) return true;
    if (message.possiblyRepeated) {
      await fail(message, {
        code: 'delivery_unknown',
        reason: 'The connection broke twice while this was sent: the client may or may not have received it.',
      });
      return false;
    }
    const from = { status: 'sending', possiblyRepeated: false } as const;
    return (
      (await storage.messages.moveDelivery(message.id, from, { status: 'sending', possiblyRepeated: true })) !== null
    );
  }

  /** Null when a file of it is gone. */
  async function outgoingOf(message: Message): Promise<OutgoingMessage | null> {
    const { id, clientId, type, text, replyToExternalId, template } = message;
    const [siteUrl, lastIncomingAt] = await Promise.all([
      storage.settings.get('SiteUrl'),
      storage.messages.lastIncomingAt(message),
    ]);
    const attachments = await filesOf(message, siteUrl);
    if (attachments === null) return null;
    const site = { webhooksUrl: siteUrl === '' ? null : `${siteUrl}/webhooks/${message.provider}` };
    return { id, clientId, type, text, replyToExternalId, attachments, template, lastIncomingAt, site };
  }

  async function filesOf(message: Message, siteUrl: string): Promise<OutgoingAttachment[] | null> {
    const files = await Promise.all(
      message.attachments.map(async ({ fileId, fileName, mediaType, size }) => {
        const file = fileId === null ? null : await storage.files.open(fileId);
        if (fileId === null || file === null) return null;
        const url = siteUrl === '' ? null : siteUrl + installation.signFileUrl(fileId);
        return { fileName, mediaType, size: size ?? file.size, url, open: () => file.stream() };
      }),
    );
    const found = files.filter((file) => file !== null);
    return found.length === files.length ? found : null;
  }

  async function settle(channel: OpenedChannel, message: Message, outcome: SendOutcome): Promise<void> {
    if ('health' in outcome && outcome.health) await storage.channels.setHealth(channel.id, outcome.health);
    switch (outcome.kind) {
      case 'sent':
        return sent(message, outcome.externalId, outcome.status ?? 'sent');
      case 'refused':
        return fail(message, outcome.failure);
      case 'later':
        return postpone(message, outcome.reason, outcome.afterMs);
      case 'unknown':
        throw again(outcome.reason, afterUnknownMs);
    }
  }

  async function sent(message: Message, externalId: string, status: 'sent' | 'delivered'): Promise<void> {
    try {
      await move(message, 'sending', { status, externalId, failure: null });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await move(message, 'sending', { status, failure: null });
    }
  }

  async function postpone(message: Message, reason: string, afterMs: number | null): Promise<void> {
    const triedForMs = Date.now() - Context.current().info.scheduledTimestampMs;
    if (triedForMs > giveUpAfterMs) return fail(message, { code: 'gave_up', reason });
    await move(message, 'sending', { status: 'pending', failure: { code: 'trying_again', reason } });
    throw again(reason, afterMs);
  }

  async function fail(message: Message, failure: Failure): Promise<void> {
    for (const status of ['pending', 'sending'] as const)
      if (await move(message, status, { status: 'failed', failure })) return;
  }

  /**
   * Writes down what became of a message, and tells of it, when it stands where this attempt knows it. What the messenger said
   * is known here alone: forgotten, the next attempt would have to send once more.
   */
  async function move(
    message: Message,
    from: DeliveryStatus,
    to: Parameters<typeof storage.messages.moveDelivery>[2],
  ): Promise<boolean> {
    const { result } = await insist(() =>
      commit(storage, async (unit) => {
        const moved = await storage.messages.moveDelivery(message.id, { status: from }, to, unit.tx);
        if (moved !== null) for (const event of messageEvents('message.updated', moved)) unit.tell(event);
        return moved !== null;
      }),
    );
    return result;
  }
}

/** Temporal tries again after the time that the messenger named, or by its own growing pauses. */
function again(reason: string, afterMs: number | null): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'SendLater',
    message: reason,
    ...(afterMs === null ? {} : { nextRetryDelay: afterMs }),
  });
}
