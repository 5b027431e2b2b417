import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Provider } from '../../channels/contract';
import { ApiClient } from './api-client';

const settingsSchema = z.object({ source: z.string() });
const payload = z.object({
  clientId: z.string(),
  id: z.string(),
  text: z.string(),
  firstName: z.string(),
  at: z.string(),
});

/** A messenger whose clients are known by numbers that other messengers use for other people. Whoever calls it is believed. */
export function createDigitsProvider(): Provider {
  const provider: Provider = {
    code: 'digits',
    title: 'Digits',
    settingsSchema,
    outgoing: { maxTextLength: 100, maxCaptionLength: 100, maxAttachmentBytes: () => 100, maxAttachments: 0 },
    async register(settings) {
      const { source } = settingsSchema.parse(settings);
      return { kind: 'registered', source, name: 'Digits', verified: true, settings };
    },
    parse(given) {
      const { clientId, id: externalId, text, firstName, at } = payload.parse(given);
      const common = { clientId, externalId, text, timestamp: new Date(at), sequence: 0, attachments: [] };
      return [{ kind: 'message', message: { ...common, type: 'text', profile: { firstName } } }];
    },
    loadAttachment: async () => ({ kind: 'refused', failure: { code: 'none', reason: 'There are none.' } }),
    send: async (_channel, message) => ({ kind: 'sent', externalId: message.id }),
    routes: [
      {
        method: 'POST',
        path: '/:channelId',
        operationId: 'ReceiveDigits',
        summary: 'Takes in a message',
        maxBodyBytes: 10_000,
        async handle({ params, rawBody }, desk) {
          const channel = await desk.channelById(params.channelId ?? '');
          if (channel === null) return { status: 404 };
          await desk.receive(channel, provider.parse(JSON.parse(rawBody.toString())));
          return { status: 200 };
        },
      },
    ],
  };
  return provider;
}

/** A client writes; returns the status of the answer. */
export async function writeDigits(
  base: string,
  { channelId, clientId, firstName }: { channelId: string; clientId: string; firstName: string },
): Promise<number> {
  const body = { clientId, firstName, id: randomUUID(), text: 'Hello', at: new Date().toISOString() };
  return (await new ApiClient(base).call('POST', `/webhooks/digits/${channelId}`, body)).status;
}
