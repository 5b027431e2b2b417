import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenedChannel } from '../domain/channel';
import type { Chat } from '../domain/chat';
import type { IncomingMessage } from '../domain/inbound';
import type { Received } from './joining';
import type { MessagingDeps } from './ports';

export interface NoticesDeps extends Pick<MessagingDeps, 'storage' | 'log'> {
  /** Waits for a chat that is just being opened; null when there is none, and none to come. */
  openChatFor(of: Received): Promise<Chat | null>;
  join(received: Received): Promise<Chat | null>;
}

/** A chat that is being routed takes no message in from here, for a moment. */
const joinedWithinMs = 60_000;
const joinAgainMs = 500;

/** What the messenger says by itself is a line in an open chat; where there is none, it opens none and is let go (domain 2.9). */
export function createNotices({ storage, log, openChatFor, join }: NoticesDeps) {
  async function takeIn(channel: OpenedChannel, message: IncomingMessage): Promise<void> {
    const { clientId, externalId } = message;
    const of = { channelId: channel.id, clientId };
    const [open] = await storage.chats.openOf([of]);
    if (open === undefined && !(await storage.messages.anyUnattached(of))) {
      // A safety net may list it again.
      await storage.forgottenMessages.add([{ ...of, direction: 'incoming', externalId }]);
      log.info({ channelId: channel.id, externalId, notice: message.notice }, 'a notice came for no chat');
      return;
    }
    const stored = await storage.messages.receiveNotices(channel, [message]);
    if (stored.length === 0) return;
    joinSoon({ ...of, messageIds: stored.map(({ id }) => id) }).catch((error: unknown) =>
      log.warn({ err: error, externalId }, 'a notice comes with the next message'),
    );
  }

  async function joinSoon(received: Received): Promise<void> {
    for (const until = Date.now() + joinedWithinMs; Date.now() < until; await sleep(joinAgainMs)) {
      if ((await openChatFor(received)) === null) return;
      if ((await join(received)) !== null) return;
    }
  }

  return async function takeInNotices(channel: OpenedChannel, notices: IncomingMessage[]): Promise<void> {
    for (const notice of notices) await takeIn(channel, notice);
  };
}
