import { randomUUID } from 'node:crypto';
import { megabyte } from '../../domain/file-size';
import type { Provider } from '../contract';
import { createReceiptClock } from '../shared/receipt-clock';
import { conversationRoutes } from './conversation-routes';
import { fileRoutes } from './file-routes';
import { createLimits } from './limits';
import { pageRoutes } from './page';
import { parseWebchat } from './payload';
import { webchatSettings } from './settings';
import { visitorRoutes } from './visitor-routes';
import { maxTextLength } from './visitors-only';

/**
 * The shipped example of a provider (domain 10): a page of our own on which visitors chat. There is no messenger behind
 * it, so most parts say in one line that there is nothing to do; docs/providers.md walks through them.
 */
export function createWebchatProvider(): Provider {
  const limits = createLimits();
  return {
    code: 'webchat',
    title: 'Web chat',
    stampsByReceipt: true,
    settingsSchema: webchatSettings,
    outgoing: {
      maxTextLength,
      maxCaptionLength: maxTextLength,
      maxAttachmentBytes: () => 50 * megabyte,
      maxAttachments: 10,
    },
    register: async (settings) => {
      const read = webchatSettings.safeParse(settings);
      if (!read.success) return { kind: 'refused', reason: read.error.issues.map((issue) => issue.message).join(' ') };
      const source = read.data.source ?? randomUUID();
      const name = read.data.title || 'Web chat';
      return { kind: 'registered', source, name, verified: true, settings: { ...read.data, source } };
    },
    parse: parseWebchat,
    /** Visitors' files are stored before their message comes: there is nobody to load one from. */
    loadAttachment: async () => {
      const failure = {
        code: 'not_brought',
        reason: 'The web chat keeps files itself: there is no other place to load one from.',
      };
      return { kind: 'refused', failure };
    },
    recognisesRepeats: true,
    /** The answer is in the conversation already, where the page sees it: that is all the sending there is. */
    send: async (_channel, message) => ({ kind: 'sent', externalId: message.id }),
    routes: [
      ...pageRoutes(),
      ...visitorRoutes(createReceiptClock(), limits),
      ...fileRoutes(limits),
      ...conversationRoutes,
    ],
  };
}
