import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type {
  ConnectOutcome,
  FindOutcome,
  OutgoingMessage,
  ProbeOutcome,
  Provider,
  SendOutcome,
  Template,
  TemplatesOutcome,
  ThreadOutcome,
} from '../../channels/contract';
import type { InboundEvent, IncomingMessage } from '../../domain/inbound';
import { createService } from '../../messaging/service';
import type { ApiClient } from './api-client';
import { createTeam, type Named } from './builders';
import type { Parley } from './parley';
import { only } from './routing-scenes';

const hourMs = 60 * 60_000;

/** A messenger with every part that the contract knows; a test says what it answers. */
export function createFakeMessenger() {
  const sent: OutgoingMessage[] = [];
  const asked: string[] = [];
  const answers = {
    send: async (message: OutgoingMessage): Promise<SendOutcome> => ({
      kind: 'sent',
      externalId: `sent-${message.id}`,
    }),
    findSent: async (): Promise<FindOutcome> => ({ kind: 'not_found' }),
    probe: async (): Promise<ProbeOutcome> => ({ kind: 'well' }),
    templates: async (): Promise<TemplatesOutcome> => ({ kind: 'templates', templates: [] as Template[] }),
    connect: async (): Promise<ConnectOutcome> => ({ kind: 'verified', detail: 'Confirmed.' }),
    thread: async (): Promise<ThreadOutcome> => ({ kind: 'done' }),
  };
  const provider: Provider = {
    code: 'fake',
    title: 'Fake messenger',
    settingsSchema: z.object({ number: z.string(), verified: z.boolean().default(true) }),
    outgoing: { maxTextLength: 100, maxCaptionLength: 100, maxAttachmentBytes: () => 100, maxAttachments: 1 },
    replyWindow: { freeMs: 24 * hourMs, personMs: 48 * hourMs },
    async register(settings) {
      const source = String(settings.number);
      return { kind: 'registered', source, name: `Fake ${source}`, verified: settings.verified === true, settings };
    },
    parse: () => [],
    loadAttachment: async () => ({ kind: 'refused', failure: { code: 'none', reason: 'There are none.' } }),
    async send(_channel, message) {
      sent.push(message);
      return answers.send(message);
    },
    findSent: () => answers.findSent(),
    probe: () => answers.probe(),
    listTemplates: () => answers.templates(),
    connect: () => answers.connect(),
    threads: {
      async handBack(_channel, clientId) {
        asked.push(`hand back ${clientId}`);
        return answers.thread();
      },
      async takeOver(_channel, clientId) {
        asked.push(`take over ${clientId}`);
        return answers.thread();
      },
    },
  };
  return { provider, answers, sent, asked };
}

/** One operator with a channel of the fake messenger. */
export async function fakeChannel(parley: Parley, size = 1, queueFields: Record<string, unknown> = {}) {
  const { queue, operators } = await createTeam(parley, { size, ...queueFields });
  const channel = await parley.admin.ok<Named>('POST', '/api/channels', {
    provider: 'fake',
    settings: { number: randomUUID() },
    queueId: queue.id,
    active: true,
  });
  return { queue, operators, operator: only(operators) as ApiClient, channelId: channel.id };
}

/** A client of the fake messenger, and what it tells of him. */
export function fakeClient(parley: Parley, channelId: string, clientId: string = randomUUID()) {
  const { receiver } = createService(parley.deps);

  async function tell(...events: InboundEvent[]): Promise<void> {
    const channel = await parley.storage.channels.open(channelId);
    if (channel === null) throw new Error('there is no such channel');
    await receiver.receive(channel, events);
  }

  const message = (text: string, at: Date): IncomingMessage => ({
    ...{ clientId, externalId: randomUUID(), type: 'text', text, timestamp: at, sequence: 0, attachments: [] },
  });

  return {
    clientId,
    tell,
    write: (text: string, at = new Date()) => tell({ kind: 'message', message: message(text, at) }),
    /** Written while a bot has the conversation. */
    writeToBot: (text: string, at = new Date()) =>
      tell({ kind: 'thread', clientId, control: 'elsewhere', at }, { kind: 'message', message: message(text, at) }),
    answeredElsewhere: (text: string, externalId: string = randomUUID()) =>
      tell({ kind: 'echo', message: { ...message(text, new Date()), externalId, authorName: 'Page inbox' } }),
    handOver: (control: 'ours' | 'elsewhere', at = new Date()) => tell({ kind: 'thread', clientId, control, at }),
  };
}
