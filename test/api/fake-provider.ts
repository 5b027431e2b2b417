import { z } from 'zod';
import type { Provider, ProviderRoute, Registration } from '../../channels/contract';

const settingsSchema = z.object({
  token: z.string('The token is missing.').min(1).meta({ secret: true, title: 'Token' }),
  region: z.string().optional(),
});

/** A messenger that takes any token; what it answers to one can be set. */
export function createFakeProvider(routes: ProviderRoute[] = []) {
  const answers = new Map<string, Registration>();
  const registered: string[] = [];
  const provider: Provider = {
    code: 'fake',
    title: 'Fake messenger',
    settingsSchema,
    outgoing: { maxTextLength: 100, maxCaptionLength: 100, maxAttachmentBytes: () => 100, maxAttachments: 1 },
    async register(settings) {
      const token = String(settings.token);
      registered.push(token);
      const source = token.split(':')[0] ?? token;
      return (
        answers.get(token) ?? {
          kind: 'registered',
          source,
          name: `Bot ${source}`,
          verified: true,
          settings: { ...settings, hook: 'made-by-it' },
        }
      );
    },
    parse: () => [],
    loadAttachment: async () => ({ kind: 'refused', failure: { code: 'none', reason: 'None.' } }),
    send: async (_channel, message) => ({ kind: 'sent', externalId: message.id }),
    poll: async ({ cursor }) => ({ kind: 'batch', events: [], cursor }),
    routes,
  };
  return { provider, answers, registered };
}
