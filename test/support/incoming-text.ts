import type { IncomingMessage } from '../../domain/inbound';

/** A text as a provider's converter hands it over; the text is its external id. */
export function incomingText(clientId: string, text: string, timestamp = new Date()): IncomingMessage {
  return { clientId, externalId: text, type: 'text', text, timestamp, sequence: 0, attachments: [] };
}
