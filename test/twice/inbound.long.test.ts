import type { InboundEvent, IncomingMessage } from '../../domain/inbound';
import { createService } from '../../messaging/service';
import { type Bench, startBench } from './bench';
import { type Attempts, expectEffectOfOne } from './effects';
import { answered, openedChannel } from './scenes';

type Answered = Awaited<ReturnType<typeof answered>>;

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});

afterAll(() => bench.stop());

interface EventCase {
  what: string;
  event: (scene: Answered) => InboundEvent;
  /** The row that even a repeat adds. */
  repeatAdds?: RegExp;
}

function messageOf({ chat }: Answered, changes: Partial<IncomingMessage>): IncomingMessage {
  const timestamp = chat.lastMessage?.timestamp ?? new Date();
  const { clientId } = chat;
  return {
    clientId,
    externalId: 'new',
    type: 'text',
    text: 'new',
    timestamp,
    sequence: 1,
    attachments: [],
    ...changes,
  };
}

/** As messengers' clocks may be ahead of ours. */
const inAMinute = () => new Date(Date.now() + 60_000);

/** All that a messenger can tell, by whatever way it comes. Whoever adds a kind of event adds how it comes twice. */
const eventCases: Record<InboundEvent['kind'], EventCase[]> = {
  message: [
    { what: 'a text', event: (scene) => ({ kind: 'message', message: messageOf(scene, {}) }) },
    {
      what: 'what the provider does not understand',
      event: (scene) => ({ kind: 'message', message: messageOf(scene, { type: 'unsupported', raw: { dice: 6 } }) }),
    },
  ],
  edit: [
    {
      what: 'of a message that came',
      event: (scene) => ({
        kind: 'edit',
        message: messageOf(scene, { externalId: scene.writtenIds[0] ?? '', text: 'better' }),
        editedAt: new Date(),
      }),
    },
    {
      what: 'of one that never came',
      event: (scene) => ({ kind: 'edit', message: messageOf(scene, { text: 'better' }), editedAt: new Date() }),
    },
  ],
  delivery: [
    {
      what: 'of an answer that was read',
      event: ({ chat, answerId }) => ({
        kind: 'delivery',
        clientId: chat.clientId,
        externalId: answerId,
        status: 'read',
      }),
    },
  ],
  watermark: [
    {
      what: 'of all that was sent',
      event: ({ chat }) => ({ kind: 'watermark', clientId: chat.clientId, until: inAMinute(), status: 'read' }),
    },
  ],
  echo: [
    {
      what: 'of an answer given elsewhere',
      event: (scene) => ({
        kind: 'echo',
        message: { ...messageOf(scene, { text: 'from the inbox' }), authorName: 'Inbox' },
      }),
    },
  ],
  reaction: [
    {
      what: 'to an answer',
      event: ({ chat, answerId }) => ({
        kind: 'reaction',
        clientId: chat.clientId,
        externalId: answerId,
        emoji: '👍',
        at: new Date(),
      }),
    },
  ],
  thread: [
    {
      what: 'that a bot took',
      event: ({ chat }) => ({ kind: 'thread', clientId: chat.clientId, control: 'elsewhere', at: new Date() }),
    },
  ],
  typing: [
    {
      what: 'of the client, which is told each time',
      event: ({ chat }) => ({ kind: 'typing', clientId: chat.clientId }),
      repeatAdds: /^now live_events .*"type":"chat.typing"/,
    },
  ],
};

const table = Object.entries(eventCases).flatMap(([kind, cases]) =>
  cases.map((one) => ({ ...one, title: `${kind} ${one.what}` })),
);

test.each(table)('an event that comes again or twice at the same moment has the effect of one: $title', async (one) => {
  // Two processes hear of it: each has a receiver of its own.
  const receivers = [bench.receiver, createService(bench.parley.deps).receiver] as const;
  const setScene = async (): Promise<Attempts> => {
    const scene = await answered(bench);
    const channel = await openedChannel(bench.parley, scene.channelId);
    const told = one.event(scene);
    return [() => receivers[0].receive(channel, [told]), () => receivers[1].receive(channel, [told])];
  };
  expect(await expectEffectOfOne(bench, setScene, one.repeatAdds)).not.toEqual([]);
});
