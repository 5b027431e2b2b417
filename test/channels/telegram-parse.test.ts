import { UnreadablePayload } from '../../channels/contract';
import { parseUpdate } from '../../channels/telegram/parse';
import type { IncomingMessage } from '../../domain/inbound';
import type { Notice } from '../../domain/message';
import { message, privateChat, textUpdate, update, vera } from './telegram-updates';

const profile = { firstName: 'Vera', lastName: 'Weiss', language: 'de' };

/** What every message of these tests becomes, but for what a row names. */
function unified(parts: Partial<IncomingMessage>): IncomingMessage {
  return {
    clientId: '5001',
    externalId: '17',
    type: 'text',
    text: '',
    timestamp: new Date('2027-01-15T08:00:00Z'),
    sequence: 17,
    attachments: [],
    profile,
    ...parts,
  };
}

const thumbnail = { file_id: 'thumb', file_unique_id: 't', width: 90, height: 68, file_size: 900 };

interface Row {
  what: string;
  content: Record<string, unknown>;
  becomes: Partial<IncomingMessage>;
}

const understood: Row[] = [
  { what: 'a text', content: { text: 'Hello' }, becomes: { text: 'Hello' } },
  {
    what: 'a text with entities and a link preview',
    content: {
      text: 'See https://example.org',
      entities: [{ type: 'url', offset: 4, length: 19 }],
      link_preview_options: { is_disabled: true },
    },
    becomes: { text: 'See https://example.org' },
  },
  {
    what: 'an answer to an earlier message',
    content: { text: 'Yes', reply_to_message: message({ message_id: 12, text: 'Really?' }) },
    becomes: { text: 'Yes', replyToExternalId: '12' },
  },
  {
    what: 'a photo, in its largest size, with its caption',
    content: {
      caption: 'Look',
      photo: [
        { file_id: 'large', file_unique_id: 'l', width: 1280, height: 960, file_size: 150_000 },
        { file_id: 'small', file_unique_id: 's', width: 90, height: 68, file_size: 1_200 },
        { file_id: 'middle', file_unique_id: 'm', width: 320, height: 240, file_size: 20_000 },
      ],
    },
    becomes: {
      type: 'image',
      text: 'Look',
      attachments: [{ fileName: 'photo-17.jpg', mediaType: 'image/jpeg', size: 150_000, reference: 'large' }],
    },
  },
  {
    what: 'one photo of an album: each is a message of its own',
    content: { media_group_id: '13', photo: [{ file_id: 'p', file_unique_id: 'u', width: 9, height: 9 }] },
    becomes: {
      type: 'image',
      attachments: [{ fileName: 'photo-17.jpg', mediaType: 'image/jpeg', size: null, reference: 'p' }],
    },
  },
  {
    what: 'a voice message',
    content: { voice: { file_id: 'v', file_unique_id: 'u', duration: 3, mime_type: 'audio/ogg', file_size: 5_000 } },
    becomes: {
      type: 'audio',
      attachments: [{ fileName: 'voice-17.ogg', mediaType: 'audio/ogg', size: 5_000, reference: 'v' }],
    },
  },
  {
    what: 'a song',
    content: {
      audio: { file_id: 'a', file_unique_id: 'u', duration: 3, file_name: 'Song.mp3', mime_type: 'audio/mpeg' },
    },
    becomes: {
      type: 'audio',
      attachments: [{ fileName: 'Song.mp3', mediaType: 'audio/mpeg', size: null, reference: 'a' }],
    },
  },
  {
    what: 'a video',
    content: {
      caption: 'Clip',
      video: { file_id: 'v', file_unique_id: 'u', width: 9, height: 9, duration: 3, thumbnail },
    },
    becomes: {
      type: 'video',
      text: 'Clip',
      attachments: [{ fileName: 'video-17.mp4', mediaType: 'video/mp4', size: null, reference: 'v' }],
    },
  },
  {
    what: 'a round video',
    content: { video_note: { file_id: 'v', file_unique_id: 'u', length: 240, duration: 3, file_size: 9_000 } },
    becomes: {
      type: 'video',
      attachments: [{ fileName: 'video-note-17.mp4', mediaType: 'video/mp4', size: 9_000, reference: 'v' }],
    },
  },
  {
    what: 'an animation, which also comes as a document',
    content: {
      animation: { file_id: 'g', file_unique_id: 'u', width: 9, height: 9, duration: 1, mime_type: 'video/mp4' },
      document: { file_id: 'g', file_unique_id: 'u', mime_type: 'video/mp4' },
    },
    becomes: {
      type: 'video',
      attachments: [{ fileName: 'animation-17.mp4', mediaType: 'video/mp4', size: null, reference: 'g' }],
    },
  },
  {
    what: 'a document',
    content: {
      document: {
        file_id: 'd',
        file_unique_id: 'u',
        file_name: 'Vertrag.pdf',
        mime_type: 'application/pdf',
        file_size: 77,
      },
    },
    becomes: {
      type: 'file',
      attachments: [{ fileName: 'Vertrag.pdf', mediaType: 'application/pdf', size: 77, reference: 'd' }],
    },
  },
  {
    what: 'a document whose name is a path',
    content: { document: { file_id: 'd', file_unique_id: 'u', file_name: '../..\\etc/pass\u0000wd' } },
    becomes: {
      type: 'file',
      attachments: [{ fileName: 'passwd', mediaType: 'application/octet-stream', size: null, reference: 'd' }],
    },
  },
  {
    what: 'a sticker, with its emoji as text',
    content: { sticker: { file_id: 's', file_unique_id: 'u', type: 'regular', width: 512, height: 512, emoji: '👍' } },
    becomes: {
      type: 'sticker',
      text: '👍',
      attachments: [{ fileName: 'sticker-17.webp', mediaType: 'image/webp', size: null, reference: 's' }],
    },
  },
  {
    what: 'an animated sticker',
    content: { sticker: { file_id: 's', file_unique_id: 'u', is_animated: true, is_video: false } },
    becomes: {
      type: 'sticker',
      attachments: [{ fileName: 'sticker-17.tgs', mediaType: 'application/x-tgsticker', size: null, reference: 's' }],
    },
  },
  {
    what: 'a location',
    content: { location: { latitude: 52.52, longitude: 13.4, horizontal_accuracy: 12 } },
    becomes: { type: 'location', location: { latitude: 52.52, longitude: 13.4 } },
  },
  {
    what: 'a venue, which also comes as a location',
    content: {
      location: { latitude: 52.52, longitude: 13.4 },
      venue: { location: { latitude: 52.52, longitude: 13.4 }, title: 'Café', address: 'Hauptstr. 1' },
    },
    becomes: {
      type: 'location',
      location: { latitude: 52.52, longitude: 13.4, title: 'Café', address: 'Hauptstr. 1' },
    },
  },
  {
    what: 'a contact',
    content: { contact: { phone_number: '+49301234567', first_name: 'Karl', last_name: 'Kunz', user_id: 7 } },
    becomes: { type: 'contact', sharedContact: { name: 'Karl Kunz', phoneNumber: '+49301234567' } },
  },
  {
    what: 'a message without a sender, which the chat tells',
    content: { from: undefined, text: 'Hello' },
    becomes: { text: 'Hello', profile: undefined },
  },
  {
    what: 'a message of a person without a last name',
    content: { from: { id: 5001, is_bot: false, first_name: 'Vera' }, text: 'Hello' },
    becomes: { text: 'Hello', profile: { firstName: 'Vera' } },
  },
];

/** Kinds that the converter does not know, or parts that are not as Telegram documents them. */
const kept: Array<{ what: string; content: Record<string, unknown>; text?: string }> = [
  { what: 'a die', content: { dice: { emoji: '🎲', value: 4 } } },
  { what: 'a poll', content: { poll: { id: '1', question: 'Which?', options: [] } } },
  { what: 'a story', content: { story: { id: 3, chat: privateChat } } },
  {
    what: 'paid media, with its caption',
    content: { caption: 'Buy', paid_media: { star_count: 5, paid_media: [] } },
    text: 'Buy',
  },
  {
    what: 'a rich message, with its words',
    content: {
      rich_message: {
        blocks: [
          { type: 'heading', size: 1, text: 'Order' },
          { type: 'paragraph', text: ['two ', { type: 'bold', text: 'blue' }, ' ones'] },
          { type: 'list', items: [{ label: '1', blocks: [{ type: 'paragraph', text: 'and a red one' }] }] },
        ],
      },
    },
    text: 'Order\ntwo blue ones\nand a red one',
  },
  { what: 'a kind of the future', content: { hologram: { file_id: 'h' } } },
  { what: 'no content at all', content: {} },
  { what: 'a text that is a number', content: { text: 5 } },
  { what: 'a photo without sizes', content: { caption: 'Look', photo: [] }, text: 'Look' },
  { what: 'a document without an id', content: { document: { file_name: 'a.pdf' } } },
  { what: 'a location without a longitude', content: { location: { latitude: 1 } } },
];

describe('an update of Telegram', () => {
  it.each(understood)('with $what becomes a unified message', ({ content, becomes }) => {
    const [event, ...more] = parseUpdate(update(content));
    const attachments = becomes.attachments?.map((file) => ({ ...file, fingerprint: expect.any(String) }));
    expect(event).toEqual({ kind: 'message', message: unified({ ...becomes, ...(attachments && { attachments }) }) });
    expect(more).toEqual([]);
  });

  it('with a file knows it by the id that stays the same, whatever the one to load it by', () => {
    const fingerprintOf = (file_id: string) => {
      const [event] = parseUpdate(update({ document: { file_id, file_unique_id: 'AgAD', file_name: 'a.pdf' } }));
      return event?.kind === 'message' ? event.message.attachments[0]?.fingerprint : undefined;
    };
    expect([fingerprintOf('one'), fingerprintOf('another')]).toEqual(['AgAD', 'AgAD']);
  });

  it.each([
    [{ pinned_message: message({ message_id: 3, text: 'Hello' }) }, 'message_pinned', 'Hello'],
    [{ pinned_message: message({ message_id: 3, caption: 'Look', photo: [] }) }, 'message_pinned', 'Look'],
    [{ message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } }, 'timer_changed', ''],
    [{ write_access_allowed: { from_request: true } }, 'writing_allowed', ''],
    [{ forum_topic_created: { name: 'Returns', icon_color: 1 } }, 'topic_changed', 'Returns'],
    [{ forum_topic_closed: {} }, 'topic_changed', ''],
    [{ chat_background_set: { type: { type: 'fill' } } }, 'appearance_changed', ''],
    [{ successful_payment: { currency: 'EUR', total_amount: 1_000 } }, 'payment_made', ''],
    [{ refunded_payment: { currency: 'XTR', total_amount: 10 } }, 'payment_refunded', ''],
    [{ connected_website: 'shop.example' }, 'signed_in', 'shop.example'],
    [{ paid_message_price_changed: { paid_message_star_count: 5 } }, 'price_changed', ''],
    [{ proximity_alert_triggered: { distance: 5 } }, 'other', ''],
  ])('with what Telegram says by itself is a notice: %j', (content, notice, text) => {
    const raw = message(content);
    const expected = unified({ notice: notice as Notice, type: 'unsupported', text, raw });
    expect(parseUpdate(update(content))).toEqual([{ kind: 'message', message: expected }]);
  });

  it.each([
    { users_shared: { request_id: 1, users: [] } },
    { gift: { gift: { id: 'g' } } },
    { web_app_data: { data: '{}', button_text: 'Order' } },
    { passport_data: { data: [] } },
  ])('with what a person has shared or filled in is no notice: %j', (content) => {
    const [event] = parseUpdate(update(content));
    expect(event).toMatchObject({ kind: 'message', message: { type: 'unsupported' } });
    expect(event).not.toHaveProperty('message.notice');
  });

  it.each(kept)('with $what is kept as unsupported with its payload', ({ content, text = '' }) => {
    const raw = message(content);
    const expected = unified({ type: 'unsupported', text, raw });
    expect(parseUpdate(update(content))).toEqual([{ kind: 'message', message: expected }]);
  });

  it('with an edited message becomes an edit that carries the first time and the new text', () => {
    const edited = message({ text: 'Better', edit_date: 1_800_000_060 });
    expect(parseUpdate({ update_id: 2, edited_message: edited })).toEqual([
      {
        kind: 'edit',
        message: unified({ text: 'Better' }),
        editedAt: new Date('2027-01-15T08:01:00Z'),
        editSequence: 2,
      },
    ]);
  });

  it.each([
    ['a group', { chat: { id: -100123, type: 'supergroup', title: 'Team' } }],
    ['a channel', { chat: { id: -100123, type: 'channel', title: 'News' } }],
    ['another bot', { from: { ...vera, is_bot: true } }],
    ['nobody knows whom', { chat: undefined, from: undefined }],
  ])('from %s is no client’s message', (_, content) => {
    expect(parseUpdate(textUpdate(content))).toEqual([]);
  });

  it.each([
    ['callback_query', { id: '1', from: vera, data: 'yes', message: message({ text: 'Sure?' }) }],
    ['my_chat_member', { chat: privateChat, from: vera, date: 1_800_000_000 }],
    ['channel_post', message({ text: 'News', chat: { id: -5, type: 'channel' } })],
    ['business_message', message({ text: 'Hello', business_connection_id: 'b' })],
    ['message_reaction', { chat: privateChat, user: vera, message_id: 17 }],
    ['kind_of_the_future', { chat: privateChat }],
  ])('of kind %s is no message', (kind, value) => {
    expect(parseUpdate({ update_id: 3, [kind]: value })).toEqual([]);
  });

  it('whose message lacks id and date is known by the update, and dated by its receipt', () => {
    const receivedAt = new Date('2027-01-15T09:00:00Z');
    const payload = textUpdate({ message_id: undefined, date: 'yesterday' });
    const expected = unified({
      text: 'Hello',
      externalId: 'update-870000001',
      sequence: 870_000_001,
      timestamp: receivedAt,
    });
    expect(parseUpdate(payload, receivedAt)).toEqual([{ kind: 'message', message: expected }]);
  });

  it('whose chat is spoilt belongs to who wrote it', () => {
    expect(parseUpdate(textUpdate({ chat: 'odd' }))).toEqual([
      { kind: 'message', message: unified({ text: 'Hello' }) },
    ]);
  });

  it('that is none is unreadable', () => {
    expect(() => parseUpdate({ ok: true, result: [] })).toThrow(UnreadablePayload);
  });
});
