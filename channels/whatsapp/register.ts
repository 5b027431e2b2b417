import type { Registration } from '../contract';
import { whatsAppSettings } from './settings';

/**
 * Registration step. Twilio is not asked: whether the credentials are good, and the number a WhatsApp sender, shows when the
 * channel is connected (domain 7.1).
 */
export async function registerWhatsApp(settings: Record<string, unknown>): Promise<Registration> {
  const read = whatsAppSettings.safeParse(settings);
  if (!read.success) return { kind: 'refused', reason: read.error.issues.map((issue) => issue.message).join(' ') };
  const { phoneNumber } = read.data;
  const name = `WhatsApp ${phoneNumber}`;
  return { kind: 'registered', source: phoneNumber, name, verified: false, settings: read.data };
}
