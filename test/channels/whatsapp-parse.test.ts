import { UnreadablePayload } from '../../channels/contract';
import { parseWhatsApp } from '../../channels/whatsapp/parse';
import type { InboundEvent, IncomingMessage } from '../../domain/inbound';
import { messageForm } from './whatsapp-forms';

const receivedAt = '2027-01-15T08:00:00.123Z';

function parsed(fields: Record<string, string | string[]>): IncomingMessage {
  const [event] = parseWhatsApp({ kind: 'message', form: messageForm(fields), receivedAt, sequence: 4 });
  if (event?.kind !== 'message') throw new Error('it became no message');
  return event.message;
}

function reported(fields: Record<string, string>, messageId: string | null = null): InboundEvent[] {
  const form = { MessageSid: 'SM9', To: 'whatsapp:+4915112345678', From: 'whatsapp:+14155550100', ...fields };
  return parseWhatsApp({ kind: 'report', form, messageId });
}

const media = (index: number, mediaType: string) => ({
  [`MediaUrl${index}`]: `https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME${index}`,
  [`MediaContentType${index}`]: mediaType,
});

describe('a client’s message', () => {
  test('is his words, with who he is, Twilio’s id and the time of receipt', () => {
    expect(parsed({ Body: 'Grüße 👋 & =+' })).toEqual({
      clientId: '+4915112345678',
      externalId: 'SM11111111111111111111111111111111',
      type: 'text',
      text: 'Grüße 👋 & =+',
      timestamp: new Date(receivedAt),
      sequence: 4,
      attachments: [],
      profile: { firstName: 'Vera Weiss' },
    });
  });

  test.each([
    ['whatsapp:+4915112345678', 'whatsapp:DE.77', ['DE.77']],
    ['whatsapp:+4915112345678', 'DE.77', ['DE.77']],
    ['whatsapp:DE.77', 'whatsapp:+4915112345678', ['+4915112345678']],
    ['whatsapp:DE.77', 'whatsapp:DE.77', undefined],
    ['whatsapp:DE.77', '', undefined],
  ])('from %s, with %s told beside it, names both', (From, ExternalUserId, others) => {
    expect(parsed({ From, ExternalUserId }).otherClientIds).toEqual(others);
  });

  test('of somebody whom WhatsApp shows by an id and not by his number is known by that id', () => {
    expect(parsed({ From: 'whatsapp:US.13491208655302741918', WaId: '' }).clientId).toBe('US.13491208655302741918');
  });

  test.each([
    ['image/jpeg', 'image', 'image', 'image-1.jpg'],
    ['audio/ogg; codecs=opus', 'audio', 'audio', 'audio-1.ogg'],
    ['video/mp4', 'video', 'video', 'video-1.mp4'],
    ['application/pdf', 'document', 'file', 'file-1.pdf'],
    ['application/x-odd', 'document', 'file', 'file-1'],
    ['image/webp', 'sticker', 'sticker', 'image-1.webp'],
    ['text/vcard', 'contacts', 'contact', 'contact-1.vcf'],
    ['', 'image', 'file', 'file-1'],
  ])('with a file of type %p is a %s', (mediaType, kind, type, fileName) => {
    const message = parsed({ MessageType: kind, NumMedia: '1', Body: '', ...media(0, mediaType) });
    expect(message).toMatchObject({ type, text: '' });
    expect(message.attachments).toEqual([
      {
        fileName,
        hasPlaceholderName: true,
        mediaType: mediaType.split(';')[0] || 'application/octet-stream',
        size: null,
        reference: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME0',
      },
    ]);
  });

  test('with several files and a caption is one message', () => {
    const files = { ...media(0, 'image/png'), ...media(1, 'image/jpeg') };
    const message = parsed({ MessageType: 'image', NumMedia: '2', Body: 'Both sides', ...files });
    expect(message).toMatchObject({ type: 'image', text: 'Both sides' });
    expect(message.attachments.map(({ fileName }) => fileName)).toEqual(['image-1.png', 'image-2.jpg']);
  });

  test.each([
    ['of a text', { MessageType: 'text', Body: '' }],
    ['of no kind', { MessageType: [], Body: '' }],
    ['of no kind and without a body', { MessageType: [], Body: [] }],
    ['of nothing that can be seen', { MessageType: 'text', Body: ' \u200b\u2800' }],
    ['that says that it has no files', { MessageType: 'text', Body: '', NumMedia: '0' }],
  ])('in which nothing is said, %s, is a notice', (_name, fields) => {
    const raw = messageForm(fields as Record<string, string>);
    expect(parsed(fields as Record<string, string>)).toMatchObject({
      ...{ notice: 'empty_message', type: 'unsupported', text: '', attachments: [], raw },
    });
  });

  test.each([
    ['a file that cannot be read', { NumMedia: '1' }],
    ['half a place', { Latitude: '50' }],
    ['an advertisement', { ReferralSourceUrl: 'https://fb.me/1' }],
    ['a press of which the words are missing', { MessageType: 'interactive', ListId: 'l1' }],
  ])('without words, but with a trace of %s, is kept as not understood', (_name, fields) => {
    const message = parsed({ MessageType: 'text', Body: '', ...fields } as Record<string, string>);
    expect(message).toMatchObject({ type: 'unsupported', raw: expect.objectContaining(fields) });
    expect(message.notice).toBeUndefined();
  });

  test('that says it has a billion files has those that are there', () => {
    expect(parsed({ NumMedia: '1000000000', ...media(0, 'image/png') }).attachments).toHaveLength(1);
  });

  test('with a place is a location', () => {
    const place = { Latitude: '52.5170365', Longitude: '13.3888599', Label: 'Office', Address: 'Unter den Linden 1' };
    expect(parsed({ MessageType: 'location', Body: '', ...place })).toMatchObject({
      type: 'location',
      location: { latitude: 52.5170365, longitude: 13.3888599, title: 'Office', address: 'Unter den Linden 1' },
    });
  });

  test.each([
    ['beyond the poles', { Latitude: '91', Longitude: '0' }],
    ['without a longitude', { Latitude: '50' }],
    ['in words', { Latitude: 'north', Longitude: 'east' }],
  ])('with a place %s is kept as not understood', (_name, place) => {
    const message = parsed({ MessageType: 'location', Body: '', ...place } as Record<string, string>);
    expect(message).toMatchObject({ type: 'unsupported', raw: expect.objectContaining(place) });
  });

  test.each([
    ['a button', { MessageType: 'button', Body: 'Yes', ButtonText: 'Yes', ButtonPayload: 'confirm-17' }, 'Yes'],
    ['a button, without a body', { MessageType: 'button', Body: '', ButtonText: 'Yes', ButtonPayload: 'y' }, 'Yes'],
    [
      'a list',
      { MessageType: 'interactive', Body: '', ListId: 'slot-2', ListTitle: 'Tuesday, 10:00' },
      'Tuesday, 10:00',
    ],
  ])('that is a press of %s is the words pressed, with what the press stands for', (_name, fields, text) => {
    expect(parsed(fields as Record<string, string>)).toMatchObject({
      type: 'text',
      text,
      raw: expect.objectContaining(fields),
    });
  });

  test('that comes from an advertisement keeps which', () => {
    const referral = { ReferralBody: 'Half price', ReferralSourceUrl: 'https://fb.me/1', ReferralHeadline: 'Sale' };
    expect(parsed(referral)).toMatchObject({ type: 'text', text: 'Hello', raw: expect.objectContaining(referral) });
    expect(parsed({}).raw).toBeUndefined();
  });

  test.each([
    [
      {
        ReferralSourceType: 'ad',
        ReferralHeadline: 'Sale',
        ReferralBody: 'Half price',
        ReferralSourceId: '120',
        ReferralSourceUrl: 'https://fb.me/1',
      },
      { source: 'ad', title: 'Sale', url: 'https://fb.me/1', id: '120', text: 'Half price' },
    ],
    [
      { ReferralSourceUrl: 'https://fb.me/1' },
      { source: 'ad', title: null, url: 'https://fb.me/1', id: null, text: null },
    ],
  ])('tells by which advertisement the client came (%#)', (fields, referral) => {
    expect(parsed(fields as Record<string, string>).referral).toEqual(referral);
    expect(parsed({}).referral).toBeUndefined();
  });

  test.each(['Forwarded', 'FrequentlyForwarded'])(
    'that is passed on (%s) is another’s words, of whom WhatsApp does not tell',
    (name) => {
      expect(parsed({ [name]: 'true' }).forwardedFrom).toEqual({ name: null, url: null });
      expect(parsed({ [name]: 'false' }).forwardedFrom).toBeUndefined();
    },
  );

  test.each([
    ['{"size":"XL","count":2,"flow_token":"f"}', 'size: XL\ncount: 2'],
    ['{"address":{"city":"Ulm"}}', 'address: {"city":"Ulm"}'],
    ['no JSON', 'no JSON'],
  ])('that is a form filled in (%s) is its answers, a line each', (data, text) => {
    const fields = { MessageType: 'interactive', Body: '', InteractiveData: data };
    expect(parsed(fields)).toMatchObject({ type: 'form', text, raw: expect.objectContaining(fields) });
  });

  test('that answers another names it', () => {
    const message = parsed({ OriginalRepliedMessageSid: 'SM22222222222222222222222222222222' });
    expect(message.replyToExternalId).toBe('SM22222222222222222222222222222222');
  });

  test.each([
    ['of the future', { MessageType: 'hologram', Body: 'shimmering' }, 'shimmering'],
    ['that is an order', { MessageType: 'order', Body: '' }, ''],
  ])('of a kind %s is kept with all its fields', (_name, fields, text) => {
    const raw = messageForm(fields as Record<string, string>);
    expect(parsed(fields as Record<string, string>)).toMatchObject({ type: 'unsupported', text, raw });
  });

  test('without an id, as somebody tries the webhook with it, gets one by which it is known again', () => {
    const without = { MessageSid: '', SmsMessageSid: '', SmsSid: '' };
    const { externalId } = parsed({ ...without, Body: 'Test' });
    expect(externalId).toMatch(/^made-up-\S{32}$/);
    expect(parsed({ ...without, Body: 'Test' }).externalId).toBe(externalId);
    expect(parsed({ ...without, Body: 'Another test' }).externalId).not.toBe(externalId);
  });

  test('is read in spite of fields that come twice: the first counts', () => {
    expect(parsed({ Body: ['one', 'two'] }).text).toBe('one');
  });

  test.each([
    ['an SMS', { From: '+4915112345678' }],
    ['with an id that is none', { MessageSid: 'S M', SmsMessageSid: '' }],
    ['without a sender', { From: 'whatsapp:' }],
  ])('that is %s is refused as unreadable', (_name, fields) => {
    expect(() => parsed(fields as Record<string, string>)).toThrow(UnreadablePayload);
  });
});

describe('a report on a message of ours', () => {
  test.each([
    ['queued', 'sent'],
    ['sending', 'sent'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
  ])('that it is %s is a delivery: %s', (word, status) => {
    expect(reported({ MessageStatus: word }, 'our-id')).toEqual([
      { kind: 'delivery', clientId: '+4915112345678', externalId: 'SM9', messageId: 'our-id', status },
    ]);
  });

  test.each([
    ['undelivered', '63016', 'window_closed', /24 hours/],
    ['failed', '63024', 'client_not_reachable', /cannot receive WhatsApp/],
    ['failed', '63003', 'client_not_reachable', /cannot receive WhatsApp/],
    ['undelivered', '63018', 'too_fast', /too many/],
    ['failed', '63005', 'content_refused', /content/],
    ['failed', '63013', 'content_refused', /content/],
    ['failed', '63019', 'file_not_fetched', /could not fetch the file/],
    ['failed', '63032', 'blocked_by_client', /blocked/],
    ['failed', '63033', 'blocked_by_client', /blocked/],
    ['failed', '63027', 'template_language', /language/],
    ['failed', '63028', 'template_variables', /variables/],
    ['failed', '63041', 'template_unavailable', /paused/],
    ['failed', '63015', 'not_in_sandbox', /join/],
    ['failed', '21610', 'opted_out', /START/],
    ['failed', '63999', 'refused_by_twilio', /error 63999/],
    ['failed', '', 'not_delivered', /no reason/],
    ['canceled', '', 'canceled', /cancelled/],
  ])('that it is %s with error %s says why in words', (word, number, code, reason) => {
    expect(reported({ MessageStatus: word, ErrorCode: number })).toEqual([
      expect.objectContaining({ status: 'failed', failure: { code, reason: expect.stringMatching(reason) } }),
    ]);
  });

  test('with a word of the future is nothing', () => {
    expect(reported({ MessageStatus: 'teleported' })).toEqual([]);
    expect(reported({ MessageStatus: 'constructor' })).toEqual([]);
  });

  test('that names no message is refused as unreadable', () => {
    expect(() => reported({ MessageStatus: 'sent', MessageSid: '' })).toThrow(UnreadablePayload);
    expect(() => reported({})).toThrow(UnreadablePayload);
  });
});
