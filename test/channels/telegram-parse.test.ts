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

/** Telegram gives the file no name. */
const placeholder = { hasPlaceholderName: true } as const;
const photoFile = {
  ...placeholder,
  ...{ fingerprint: 'u', fileName: 'photo-17.jpg', mediaType: 'image/jpeg', size: null, reference: 'p' },
};

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
      attachments: [
        {
          fileName: 'photo-17.jpg',
          hasPlaceholderName: true,
          mediaType: 'image/jpeg',
          size: 150_000,
          reference: 'large',
        },
      ],
    },
  },
  {
    what: 'one photo of an album: each is a message of its own, with what makes them one',
    content: { media_group_id: '13', photo: [{ file_id: 'p', file_unique_id: 'u', width: 9, height: 9 }] },
    becomes: {
      type: 'image',
      albumId: '13',
      attachments: [
        { fileName: 'photo-17.jpg', hasPlaceholderName: true, mediaType: 'image/jpeg', size: null, reference: 'p' },
      ],
    },
  },
  {
    what: 'a voice message',
    content: { voice: { file_id: 'v', file_unique_id: 'u', duration: 3, mime_type: 'audio/ogg', file_size: 5_000 } },
    becomes: {
      type: 'audio',
      attachments: [
        { fileName: 'voice-17.ogg', hasPlaceholderName: true, mediaType: 'audio/ogg', size: 5_000, reference: 'v' },
      ],
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
      attachments: [
        { fileName: 'video-17.mp4', hasPlaceholderName: true, mediaType: 'video/mp4', size: null, reference: 'v' },
      ],
    },
  },
  {
    what: 'a round video',
    content: { video_note: { file_id: 'v', file_unique_id: 'u', length: 240, duration: 3, file_size: 9_000 } },
    becomes: {
      type: 'video',
      attachments: [
        {
          fileName: 'video-note-17.mp4',
          hasPlaceholderName: true,
          mediaType: 'video/mp4',
          size: 9_000,
          reference: 'v',
        },
      ],
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
      attachments: [
        { fileName: 'animation-17.mp4', hasPlaceholderName: true, mediaType: 'video/mp4', size: null, reference: 'g' },
      ],
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
      attachments: [
        { fileName: 'sticker-17.webp', hasPlaceholderName: true, mediaType: 'image/webp', size: null, reference: 's' },
      ],
    },
  },
  {
    what: 'an animated sticker',
    content: { sticker: { file_id: 's', file_unique_id: 'u', is_animated: true, is_video: false } },
    becomes: {
      type: 'sticker',
      attachments: [
        {
          fileName: 'sticker-17.tgs',
          hasPlaceholderName: true,
          mediaType: 'application/x-tgsticker',
          size: null,
          reference: 's',
        },
      ],
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
    becomes: {
      type: 'contact',
      sharedContact: { name: 'Karl Kunz', phones: ['+49301234567'], emails: [], phoneNumber: '+49301234567' },
    },
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
  { what: 'a poll without a question', content: { poll: { id: '1', options: [] } } },
  { what: 'a story of nobody', content: { story: { id: 3, chat: {} } } },
  { what: 'what only Telegram Passport can open', content: { passport_data: { data: [], credentials: {} } } },
  {
    what: 'paid media, with its caption',
    content: { caption: 'Buy', paid_media: { star_count: 5, paid_media: [] } },
    text: 'Buy',
  },
  { what: 'a kind of the future', content: { hologram: { file_id: 'h' } } },
  { what: 'no content at all', content: {} },
  { what: 'a text that is a number', content: { text: 5 } },
  { what: 'a photo without sizes', content: { caption: 'Look', photo: [] }, text: 'Look' },
  { what: 'a document without an id', content: { document: { file_name: 'a.pdf' } } },
  { what: 'a location without a longitude', content: { location: { latitude: 1 } } },
];

const photo = [{ file_id: 'p', file_unique_id: 'u', width: 9, height: 9 }];
const shop = { id: -1001234567890, type: 'channel', title: 'Shop', username: 'shop' };
const hiddenShop = { id: -1001234567890, type: 'channel', title: 'Shop' };
const ann = { id: 9, is_bot: false, first_name: 'Ann', last_name: 'Lee', username: 'annlee' };

/** Kinds that are told in words: what they are says the type, and their payload is kept. */
const told: Row[] = [
  {
    what: 'a poll, with its options',
    content: {
      poll: {
        id: '1',
        question: 'Which?',
        options: [
          { text: 'red', voter_count: 3 },
          { text: 'blue', voter_count: 0 },
        ],
      },
    },
    becomes: { type: 'poll', text: 'Which?\n• red (3)\n• blue' },
  },
  {
    what: 'a quiz, with its answer and why',
    content: {
      poll: {
        ...{ question: '2 + 2?', options: [{ text: '3' }, { text: '4' }], correct_option_ids: [1] },
        ...{
          explanation: 'See here',
          explanation_entities: [{ type: 'text_link', offset: 4, length: 4, url: 'https://a.example/' }],
        },
      },
    },
    becomes: {
      type: 'poll',
      text: '2 + 2?\n• 3\n✓ 4\nSee here',
      links: [{ text: 'here', url: 'https://a.example/' }],
      marks: [{ kind: 'link', start: 19, end: 23, url: 'https://a.example/' }],
    },
  },
  {
    what: 'a checklist, with what is done',
    content: {
      checklist: {
        title: 'Trip',
        tasks: [
          { id: 1, text: 'Book', completion_date: 5 },
          { id: 2, text: 'Pack' },
        ],
      },
    },
    becomes: { type: 'checklist', text: 'Trip\n☑ Book\n☐ Pack' },
  },
  {
    what: 'answers given in a web app',
    content: { web_app_data: { button_text: 'Order', data: '{"size":"XL","count":2}' } },
    becomes: { type: 'form', text: 'Order\nsize: XL\ncount: 2' },
  },
  {
    what: 'a web app’s answer of another form',
    content: { web_app_data: { button_text: 'Order', data: 'size=XL' } },
    becomes: { type: 'form', text: 'Order\nsize=XL' },
  },
  {
    what: 'an invoice that is passed on',
    content: {
      invoice: { title: 'Scooter', description: 'Blue', currency: 'EUR', total_amount: 12_345, start_parameter: '' },
    },
    becomes: { type: 'invoice', text: 'Scooter\nBlue\n123.45 EUR' },
  },
  {
    what: 'an invoice in a currency without small coins',
    content: { invoice: { title: 'Scooter', description: '', currency: 'JPY', total_amount: 500 } },
    becomes: { type: 'invoice', text: 'Scooter\n500 JPY' },
  },
  {
    what: 'a game',
    content: { game: { title: 'Chess', description: 'Two play', photo } },
    becomes: {
      ...{ type: 'game', text: 'Chess\nTwo play' },
      attachments: [photoFile],
    },
  },
  {
    what: 'a story of a public channel, with its address',
    content: { story: { id: 3, chat: shop } },
    becomes: { type: 'link', text: 'Shop', links: [{ text: 'Shop', url: 'https://t.me/shop/s/3' }] },
  },
  {
    what: 'a channel that the client has chosen',
    content: { chat_shared: { request_id: 1, chat_id: -1005, title: 'News', username: 'news' } },
    becomes: { type: 'link', text: 'News', links: [{ text: 'News', url: 'https://t.me/news' }] },
  },
  {
    what: 'a giveaway',
    content: {
      giveaway: { chats: [shop], prize_description: 'A scooter', winner_count: 1, winners_selection_date: 1 },
    },
    becomes: { type: 'giveaway', text: 'Shop\nA scooter' },
  },
  {
    what: 'the winners of a giveaway',
    content: { giveaway_winners: { chat: shop, winners: [ann], winner_count: 1, winners_selection_date: 1 } },
    becomes: { type: 'giveaway', text: 'Shop\n• Ann Lee' },
  },
  {
    what: 'a rich message, with its words, addresses and files',
    content: {
      rich_message: {
        blocks: [
          { type: 'heading', size: 1, text: 'Order' },
          { type: 'paragraph', text: ['two ', { type: 'bold', text: 'blue' }, ' ones'] },
          { type: 'list', items: [{ label: '1', blocks: [{ type: 'paragraph', text: 'and a red one' }] }] },
          { type: 'paragraph', text: { type: 'url', text: 'shop', url: 'https://a.example/' } },
          { type: 'photo', photo, caption: { text: 'like this' } },
        ],
      },
    },
    becomes: {
      text: 'Order\ntwo blue ones\nand a red one\nshop\nlike this',
      links: [{ text: 'shop', url: 'https://a.example/' }],
      attachments: [photoFile],
    },
  },
];

const reply = (parts: object) => ({ text: 'How much?', ...parts });

/** What belongs to the words. */
const accompanied: Row[] = [
  {
    what: 'addresses behind words, of pages and of people',
    content: {
      text: '👍 pay here, ask Ann or Bo',
      entities: [
        { type: 'text_link', offset: 7, length: 4, url: 'https://pay.example/1' },
        { type: 'text_mention', offset: 17, length: 3, user: ann },
        { type: 'text_mention', offset: 24, length: 2, user: { id: 8, is_bot: false, first_name: 'Bo' } },
      ],
    },
    becomes: {
      text: '👍 pay here, ask Ann or Bo',
      links: [
        { text: 'here', url: 'https://pay.example/1' },
        { text: 'Ann', url: 'https://t.me/annlee' },
        { text: 'Bo', url: 'tg://user?id=8' },
      ],
      marks: [
        { kind: 'link', start: 7, end: 11, url: 'https://pay.example/1' },
        { kind: 'link', start: 17, end: 20, url: 'https://t.me/annlee' },
        { kind: 'link', start: 24, end: 26, url: 'tg://user?id=8' },
      ],
    },
  },
  {
    what: 'an address behind a word of a caption',
    content: {
      photo,
      caption: 'Like this',
      caption_entities: [{ type: 'text_link', offset: 5, length: 4, url: 'https://a.example/' }],
    },
    becomes: {
      ...{ type: 'image', text: 'Like this', links: [{ text: 'this', url: 'https://a.example/' }] },
      marks: [{ kind: 'link', start: 5, end: 9, url: 'https://a.example/' }],
      attachments: [photoFile],
    },
  },
  {
    what: 'words that are struck out, cited, code and moments',
    content: {
      text: '100 80 he said x=1 at noon',
      entities: [
        { type: 'strikethrough', offset: 0, length: 3 },
        { type: 'bold', offset: 0, length: 6 },
        { type: 'expandable_blockquote', offset: 7, length: 7 },
        { type: 'pre', offset: 15, length: 3, language: 'js' },
        { type: 'date_time', offset: 22, length: 4, unix_time: 1_800_000_000, date_time_format: 'r' },
        { type: 'custom_emoji', offset: 0, length: 1, custom_emoji_id: '5' },
      ],
    },
    becomes: {
      text: '100 80 he said x=1 at noon',
      marks: [
        { kind: 'bold', start: 0, end: 6 },
        { kind: 'strikethrough', start: 0, end: 3 },
        { kind: 'quotation', start: 7, end: 14 },
        { kind: 'code', start: 15, end: 18, language: 'js' },
        { kind: 'time', start: 22, end: 26, at: '2027-01-15T08:00:00.000Z' },
      ],
    },
  },
  {
    what: 'entities that are not as documented, or beyond the text',
    content: {
      text: 'Hi',
      entities: [
        { type: 'bold' },
        null,
        5,
        { type: 'bold', offset: 9, length: 1 },
        { type: 'italic', offset: 1, length: 9 },
        { type: 'toString', offset: 0, length: 1 },
      ],
    },
    becomes: { text: 'Hi', marks: [{ kind: 'italic', start: 1, end: 2 }] },
  },
  {
    what: 'addresses behind the buttons of a bot’s message',
    content: {
      text: 'Your order',
      via_bot: { id: 3, is_bot: true, first_name: 'Shop' },
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Pay', url: 'https://pay.example/' },
            { text: 'No', callback_data: 'n' },
          ],
          [5],
        ],
      },
    },
    becomes: { text: 'Your order', links: [{ text: 'Pay', url: 'https://pay.example/' }] },
  },
  {
    what: 'words of another person',
    content: { text: 'Yes', forward_origin: { type: 'user', date: 1, sender_user: ann } },
    becomes: { text: 'Yes', forwardedFrom: { name: 'Ann Lee', url: 'https://t.me/annlee' } },
  },
  {
    what: 'words of a person who is hidden',
    content: { text: 'Yes', forward_origin: { type: 'hidden_user', date: 1, sender_user_name: 'Ann' } },
    becomes: { text: 'Yes', forwardedFrom: { name: 'Ann', url: null } },
  },
  {
    what: 'a post of a channel',
    content: {
      text: 'Sale',
      forward_origin: { type: 'channel', date: 1, chat: shop, message_id: 4, author_signature: 'Bo' },
    },
    becomes: { text: 'Sale', forwardedFrom: { name: 'Shop, Bo', url: 'https://t.me/shop/4' } },
  },
  {
    what: 'a post of a channel that is not public',
    content: { text: 'Sale', forward_origin: { type: 'channel', date: 1, chat: hiddenShop, message_id: 4 } },
    becomes: { text: 'Sale', forwardedFrom: { name: 'Shop', url: 'https://t.me/c/1234567890/4' } },
  },
  {
    what: 'words said in the name of a group',
    content: {
      text: 'Sale',
      forward_origin: { type: 'chat', date: 1, sender_chat: { id: -5, type: 'group', title: 'Team' } },
    },
    becomes: { text: 'Sale', forwardedFrom: { name: 'Team', url: null } },
  },
  {
    what: 'the part that is quoted',
    content: reply({
      reply_to_message: message({ message_id: 12, text: 'Red or blue?' }),
      quote: { text: 'blue?', position: 7 },
    }),
    becomes: { text: 'How much?', replyToExternalId: '12', quote: 'blue?' },
  },
  {
    what: 'a reply to one task of a checklist',
    content: reply({
      reply_to_message: message({
        message_id: 12,
        checklist: {
          title: 'Trip',
          tasks: [
            { id: 1, text: 'Book' },
            { id: 2, text: 'Pack' },
          ],
        },
      }),
      reply_to_checklist_task_id: 2,
    }),
    becomes: { text: 'How much?', replyToExternalId: '12', quote: 'Pack' },
  },
  {
    what: 'a reply to a post of a channel, with its picture',
    content: reply({
      external_reply: {
        origin: { type: 'channel', date: 1, chat: shop, message_id: 4 },
        chat: shop,
        message_id: 4,
        photo,
      },
      quote: { text: 'Scooters', position: 0 },
    }),
    becomes: {
      ...{ text: 'How much?', quote: 'Scooters' },
      externalReply: { name: 'Shop', url: 'https://t.me/shop/4', type: 'image', text: '' },
      attachments: [{ ...photoFile, isQuoted: true }],
    },
  },
  {
    what: 'a reply to words said elsewhere',
    content: reply({ external_reply: { origin: { type: 'hidden_user', date: 1, sender_user_name: 'Ann' } } }),
    becomes: { text: 'How much?', externalReply: { name: 'Ann', url: null, type: null, text: '' } },
  },
  {
    what: 'a reply to a story',
    content: reply({ reply_to_story: { id: 3, chat: shop } }),
    becomes: {
      text: 'How much?',
      externalReply: { name: null, url: 'https://t.me/shop/s/3', type: 'link', text: 'Shop' },
    },
  },
  {
    what: 'what the link carried that the client came by',
    content: { text: '/start autumn-sale' },
    becomes: {
      text: '/start autumn-sale',
      referral: { source: 'link', title: null, url: null, id: 'autumn-sale', text: null },
    },
  },
  { what: 'a start without a link', content: { text: '/start' }, becomes: { text: '/start' } },
  {
    what: 'a contact with a card, with all its numbers',
    content: {
      contact: {
        ...{ phone_number: '+49 30 1234567', first_name: 'Karl' },
        vcard: 'BEGIN:VCARD\r\nFN:Karl\r\nTEL:+49301234567\r\nTEL:+491511\r\nEMAIL:karl@a.example\r\nEND:VCARD',
      },
    },
    becomes: {
      type: 'contact',
      sharedContact: {
        name: 'Karl',
        phones: ['+49 30 1234567', '+491511'],
        emails: ['karl@a.example'],
        phoneNumber: '+49 30 1234567',
      },
    },
  },
  {
    what: 'people whom the client has chosen',
    content: {
      users_shared: { request_id: 1, users: [{ user_id: 9, first_name: 'Ann', username: 'annlee' }, { user_id: 8 }] },
    },
    becomes: {
      type: 'contact',
      sharedContact: { name: 'Ann', phones: [], emails: [], phoneNumber: '' },
      furtherContacts: [{ name: '8', phones: [], emails: [], phoneNumber: '' }],
      links: [
        { text: 'Ann', url: 'https://t.me/annlee' },
        { text: '8', url: 'tg://user?id=8' },
      ],
    },
  },
  { what: 'a die', content: { dice: { emoji: '🎲', value: 4 } }, becomes: { type: 'dice', text: '🎲 4' } },
  {
    what: 'a place that follows the client',
    content: { location: { latitude: 1, longitude: 2, live_period: 900 } },
    becomes: { type: 'location', location: { latitude: 1, longitude: 2, isLive: true } },
  },
  {
    what: 'a live photo, still and moving',
    content: { photo, live_photo: { photo, file_id: 'm', file_unique_id: 'm', width: 9, height: 9, duration: 1 } },
    becomes: {
      type: 'image',
      attachments: [
        photoFile,
        {
          ...placeholder,
          fingerprint: 'm',
          fileName: 'video-17.mp4',
          mediaType: 'video/mp4',
          size: null,
          reference: 'm',
        },
      ],
    },
  },
  {
    what: 'media that are paid for',
    content: {
      caption: 'Buy',
      paid_media: { star_count: 5, paid_media: [{ type: 'preview' }, { type: 'photo', photo }] },
    },
    becomes: {
      ...{ type: 'image', text: 'Buy' },
      attachments: [photoFile],
    },
  },
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
    [{ text: '\u3164' }, 'empty_message', ''],
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
    expect(event?.kind).toBe('message');
    expect(event).not.toHaveProperty('message.notice');
  });

  it.each(accompanied)('tells with the words what belongs to them: $what', ({ content, becomes }) => {
    expect(parseUpdate(update(content))).toEqual([{ kind: 'message', message: unified(becomes) }]);
  });

  it.each(told)('with $what becomes words, and its payload is kept', ({ content, becomes }) => {
    const expected = unified({ ...becomes, raw: message(content) });
    expect(parseUpdate(update(content))).toEqual([{ kind: 'message', message: expected }]);
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
