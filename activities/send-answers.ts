import { ApplicationFailure, Context } from '@temporalio/activity';
import type { FindOutcome, OutgoingMessage, Provider, SendOutcome } from '../channels/contract';
import { type OpenedChannel, takesPart } from '../domain/channel';
import type { Chat } from '../domain/chat';
import { messageEvents } from '../domain/live-event';
import type { Failure, Message } from '../domain/message';
import { byOther, canBe, notTakenBefore } from '../domain/messenger-clock';
import { keyOnceTaken } from '../domain/order-key';
import { createPlacing } from '../messaging/placing';
import { isDuplicate } from '../storage/database';
import { commit } from '../storage/unit-of-work';
import { withHeartbeats } from './heartbeats';
import type { ActivityDeps } from './index';
import { insist } from './insist';
import { createOutgoingMessageReader } from './outgoing-message';

/** A message that was tried for this long in vain is failed: the conversation has moved on. */
const giveUpAfterMs = 60 * 60_000;
/** After an unknown outcome, long enough for a short break to be over. */
const afterUnknownMs = 1_000;

/** After this, the next attempt goes on: an activity must not outlive its time limit. */
const sendsForMs = 60_000;

/** Nobody could find out, or it was unclear twice: what happens next is the operator's to decide. */
const unknownDelivery: Failure = {
  code: 'delivery_unknown',
  reason:
    'It is not known whether this was sent: the messenger gave no clear answer. Ask the client before you send it again.',
};

/** Whether the next message may be tried, all wait until somebody has changed the channel, or a later attempt goes on. */
type Done = 'goes_on' | 'waits' | 'overtaken';

/** A call of the messenger's that has come back. */
interface Call {
  provider: Provider;
  channel: OpenedChannel;
  askedAt: Date;
  answeredAt: Date;
}

/** What is known of when the messenger took a message, by the clock that stamps the channel's messages. */
type Taken = Parameters<typeof keyOnceTaken>[1];
type Sent = Taken & { status: 'sent' | 'delivered' };

interface Attempt {
  provider: Provider;
  channel: OpenedChannel;
  outgoing: OutgoingMessage;
}

function triedForMs(): number {
  return Date.now() - Context.current().info.scheduledTimestampMs;
}

/** The messenger would refuse it again: nobody has renewed the channel's credentials. */
function isStillWaiting({ failure }: Message, { health }: OpenedChannel): boolean {
  return failure?.code === 'waiting_for_channel' && health.status === 'unauthorized';
}

/**
 * Sends the unsent answers of a chat's conversation, the oldest first. A row goes `pending → sending → sent`: an attempt that
 * finds `sending` cannot know whether its forerunner got through, so it looks, or sends once more and marks the message (architecture 6).
 */
export function createSendAnswers({
  storage,
  installation,
  providers,
}: Pick<ActivityDeps, 'storage' | 'installation' | 'providers'>) {
  const outgoingOf = createOutgoingMessageReader({ storage, installation });
  const placing = createPlacing({ storage });

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
      const done = await sendOne(message, channel);
      if (done === 'waits') return { more: false };
      if (done === 'overtaken') break;
      // The next message has a patience of its own, and pauses that begin anew.
      if (info.attempt > 1) break;
    }
    return { more: true };
  }

  async function sendOne(message: Message, channel: OpenedChannel | null): Promise<Done> {
    const refuse = async (failure: Failure) => {
      await fail(message, failure);
      return 'goes_on' as const;
    };
    const provider = providers.find(({ code }) => code === message.provider);
    if (channel === null || provider === undefined || !takesPart(channel))
      return refuse({ code: 'channel_inactive', reason: 'The channel was switched off before this was sent.' });
    if (isStillWaiting(message, channel)) return 'waits';
    // Before the row says `sending`: that our own store is away is no doubt about what the messenger got.
    const outgoing = await outgoingOf(message, { provider, channel });
    if (outgoing === null) return refuse({ code: 'file_missing', reason: 'A file of this message is gone.' });
    const claimed = await claim(message, { provider, channel, outgoing });
    if (claimed === null) return 'goes_on';
    const askedAt = new Date();
    const outcome = await provider.send(channel, outgoing);
    return settle({ provider, channel, askedAt, answeredAt: new Date() }, claimed, outcome);
  }

  /** The message as this attempt may hand it to the messenger; null when it may not. */
  async function claim(message: Message, attempt: Attempt): Promise<Message | null> {
    const { recognisesRepeats = false } = attempt.provider;
    const mayBeThere = message.deliveryStatus === 'sending' || message.possiblyRepeated;
    if (mayBeThere && !recognisesRepeats && (await isSettled(message, attempt))) return null;
    if (message.deliveryStatus === 'pending')
      return storage.messages.moveDelivery(message.id, { status: 'pending' }, { status: 'sending' });
    if (recognisesRepeats) return message;
    if (message.possiblyRepeated) {
      await fail(message, unknownDelivery);
      return null;
    }
    const from = { status: 'sending', possiblyRepeated: false } as const;
    const to = { status: 'sending', possiblyRepeated: true, failure: null } as const;
    return storage.messages.moveDelivery(message.id, from, to);
  }

  /** Whether a message that the messenger may have is not to be sent again: it is there, or nobody could tell for too long. */
  async function isSettled(message: Message, attempt: Attempt): Promise<boolean> {
    const found = await lookFor(message, attempt);
    switch (found.kind) {
      case 'sent':
        await sent(message, found.externalId, { status: 'sent' });
        return true;
      case 'not_found':
        return false;
      case 'later': {
        if (triedForMs() > giveUpAfterMs) {
          await fail(message, unknownDelivery);
          return true;
        }
        const status = message.deliveryStatus ?? 'sending';
        await move(message, { status }, { status, failure: { code: 'trying_again', reason: found.reason } });
        throw again(found.reason, found.afterMs);
      }
    }
  }

  async function lookFor(message: Message, { provider, channel, outgoing }: Attempt): Promise<FindOutcome> {
    if (provider.findSent)
      return provider.findSent(channel, outgoing, {
        since: byOther(message.timestamp, channel.clockAheadMs),
        isKnown: (externalId) => storage.messages.isKnown(message, externalId, message.id),
      });
    const isRepeatNext = message.deliveryStatus === 'sending' && !message.possiblyRepeated;
    const probed = isRepeatNext ? await provider.probe?.(channel) : undefined;
    return probed?.kind === 'later' ? probed : { kind: 'not_found' };
  }

  async function settle(call: Call, message: Message, outcome: SendOutcome): Promise<Done> {
    const { channel } = call;
    if ('health' in outcome && outcome.health) await storage.channels.setHealth(channel.id, outcome.health);
    switch (outcome.kind) {
      case 'sent':
        if (outcome.acceptedAt) await storage.channels.noteClock(channel, { ...call, told: outcome.acceptedAt });
        await sent(message, outcome.externalId, { status: outcome.status ?? 'sent', ...takenAt(call, outcome) });
        return 'goes_on';
      case 'refused':
        return leave(message, { status: 'failed', failure: outcome.failure, externalId: outcome.externalId ?? null });
      case 'later':
        return postpone(message, outcome.reason, outcome.afterMs);
      case 'waits':
        await leave(message, { status: 'pending', failure: { code: 'waiting_for_channel', reason: outcome.reason } });
        return 'waits';
      case 'unknown':
        throw again(outcome.reason, afterUnknownMs);
    }
  }

  async function sent(message: Message, externalId: string, { status, ...taken }: Sent): Promise<void> {
    const from = { status: message.deliveryStatus ?? 'sending' };
    try {
      if (await move(message, from, { status, externalId, failure: null }, taken)) return;
      await placeReported(message, externalId, taken);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await move(message, from, { status, failure: null }, taken);
    }
  }

  /** A report was quicker than the answer, and told nothing of when the messenger took the message. */
  async function placeReported(message: Message, externalId: string, taken: Taken): Promise<void> {
    const of = { ...message, externalId, messageId: message.id };
    await commit(storage, async (unit) => {
      const reported = await storage.messages.reported(of, unit.tx);
      // Another attempt has given it its place.
      if (reported === null || reported.orderKey !== message.orderKey) return;
      const placed = await placing.place(unit, reported, keyOnceTaken(reported.orderKey, taken));
      if (placed !== reported) unit.tell(...messageEvents('message.updated', placed));
    });
  }

  async function postpone(message: Message, reason: string, afterMs: number | null): Promise<Done> {
    if (triedForMs() > giveUpAfterMs) return leave(message, { status: 'failed', failure: { code: 'gave_up', reason } });
    await leave(message, { status: 'pending', failure: { code: 'trying_again', reason } });
    throw again(reason, afterMs);
  }

  /** What this attempt did not send; when a later one is at it, that one's outcome counts. */
  async function leave(
    { possiblyRepeated, ...message }: Message,
    to: { status: 'pending' | 'failed'; failure: Failure; externalId?: string | null },
  ): Promise<Done> {
    return (await move(message, { status: 'sending', possiblyRepeated }, to)) ? 'goes_on' : 'overtaken';
  }

  async function fail(message: Message, failure: Failure): Promise<void> {
    for (const status of ['pending', 'sending'] as const)
      if (await move(message, { status }, { status: 'failed', failure })) return;
  }

  /**
   * Writes down what became of a message, and tells of it, when it stands where this attempt knows it. What the messenger said
   * is known here alone: forgotten, the next attempt would have to send once more.
   */
  async function move(
    { id }: Pick<Message, 'id'>,
    from: Parameters<typeof storage.messages.moveDelivery>[1],
    to: Parameters<typeof storage.messages.moveDelivery>[2],
    taken: Taken = {},
  ): Promise<boolean> {
    const { result } = await insist(() =>
      commit(storage, async (unit) => {
        const moved = await storage.messages.moveDelivery(id, from, to, unit.tx);
        if (moved === null) return false;
        const placed = await placing.place(unit, moved, keyOnceTaken(moved.orderKey, taken));
        unit.tell(...messageEvents('message.updated', placed));
        return true;
      }),
    );
    return result;
  }
}

/** Where the messenger does not tell, not before it was asked. */
function takenAt(
  { provider, channel, askedAt }: Call,
  { acceptedAt: at, sequence = 0 }: Extract<SendOutcome, { kind: 'sent' }>,
): Taken {
  if (at !== undefined && !provider.stampsByReceipt && canBe(at, new Date(), provider.beganAt))
    return { stamp: { at, sequence } };
  return { notBefore: notTakenBefore(askedAt, provider, channel) };
}

/** Temporal tries again after the time that the messenger named, or by its own growing pauses. */
function again(reason: string, afterMs: number | null): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'SendLater',
    message: reason,
    ...(afterMs === null ? {} : { nextRetryDelay: afterMs }),
  });
}
