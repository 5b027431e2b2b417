import { channelNumber } from './whatsapp-bench';

/** A client's message as Twilio posts it; what is given takes the place of what is there. */
export function messageForm(fields: Record<string, string | string[]> = {}): Record<string, string> {
  const form = {
    SmsMessageSid: 'SM11111111111111111111111111111111',
    NumMedia: '0',
    ProfileName: 'Vera Weiss',
    MessageType: 'text',
    SmsSid: 'SM11111111111111111111111111111111',
    WaId: '4915112345678',
    SmsStatus: 'received',
    Body: 'Hello',
    To: `whatsapp:${channelNumber}`,
    NumSegments: '1',
    ReferralNumMedia: '0',
    MessageSid: 'SM11111111111111111111111111111111',
    AccountSid: 'AC11111111111111111111111111111111',
    From: 'whatsapp:+4915112345678',
    ApiVersion: '2010-04-01',
  };
  return { ...form, ...fields } as Record<string, string>;
}
