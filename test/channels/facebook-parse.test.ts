import { createFacebookProvider } from '../../channels/facebook/provider';
import type { InboundEvent } from '../../domain/inbound';
import { appId, at, entryOf, fromClient, fromPage, pageId, psid, standbyOf, textEntry } from './facebook-payloads';

const provider = createFacebookProvider({
  ...{ graphRoot: 'https://graph.facebook.com', appId, appSecret: 'secret', verifyToken: 'word' },
});
const parse = (entry: unknown): InboundEvent[] => provider.parse(entry);
const moment = new Date(at);
const ours = { kind: 'thread', clientId: psid, control: 'ours', at: moment };
const elsewhere = { ...ours, control: 'elsewhere' };

const url = 'https://cdn.fbsbx.com/v/photo.jpg?oh=1';
const attached = (type: string, payload: object) => ({ mid: 'm_1', attachments: [{ type, payload }] });

/** One message of a client's in one entry, and what becomes of it. */
function written(message: object): unknown {
  const events = parse(entryOf(fromClient({ message })));
  expect(events).toHaveLength(2);
  expect(events[0]).toEqual(ours);
  const [, event] = events;
  return event?.kind === 'message' ? event.message : event;
}

describe('what a client writes', () => {
  it('is a text, with who, where, when and in which place', () => {
    expect(parse(textEntry('Grüße 👋', { mid: 'm_7' }))).toEqual([
      ours,
      {
        kind: 'message',
        message: {
          ...{ clientId: psid, externalId: 'm_7', timestamp: moment, sequence: 500 * 10_000 },
          ...{ type: 'text', text: 'Grüße 👋', attachments: [] },
        },
      },
    ]);
  });

  it.each<[string, object, object]>([
    ['an answer to a message', { mid: 'm', text: 'Yes', reply_to: { mid: 'm_0' } }, { replyToExternalId: 'm_0' }],
    ['a quick reply', { mid: 'm', text: 'Red', quick_reply: { payload: 'RED' } }, { type: 'text', text: 'Red' }],
    [
      'a picture',
      attached('image', { url }),
      { type: 'image', attachments: [{ fileName: 'photo.jpg', mediaType: 'image/jpeg', size: null, reference: url }] },
    ],
    [
      'a voice message',
      attached('audio', { url: 'https://cdn.fbsbx.com/v/audioclip-1.mp4' }),
      { type: 'audio', attachments: [{ fileName: 'audioclip-1.mp4', mediaType: 'audio/mp4' }] },
    ],
    ['a video', attached('video', { url: 'https://video.fbcdn.net/v/clip.mp4' }), { type: 'video' }],
    [
      'a file',
      attached('file', { url: 'https://cdn.fbsbx.com/v/t59/offer.pdf?x=1' }),
      { type: 'file', attachments: [{ fileName: 'offer.pdf', mediaType: 'application/pdf' }] },
    ],
    [
      'a file without a name',
      attached('file', { url: 'https://cdn.fbsbx.com/v/blob' }),
      { attachments: [{ fileName: 'file', mediaType: 'application/octet-stream' }] },
    ],
    ['an old sticker', attached('image', { url, sticker_id: 144885299019641 }), { type: 'sticker' }],
    ['a sticker', attached('sticker', { url, sticker_id: '144885299019641' }), { type: 'sticker', text: '' }],
    ['a thumb', attached('sticker', { url, sticker_id: 369239263222822 }), { type: 'sticker', text: '👍' }],
    [
      'a location',
      attached('location', { coordinates: { lat: 1.5, long: -2 }, title: 'Home' }),
      { type: 'location', location: { latitude: 1.5, longitude: -2, title: 'Home' } },
    ],
    [
      'a link that is previewed',
      { mid: 'm', text: 'See https://x.example/a', attachments: [{ type: 'fallback', url: 'https://x.example/a' }] },
      { type: 'text', text: 'See https://x.example/a', attachments: [] },
    ],
    [
      'a link that is shared',
      { mid: 'm', attachments: [{ type: 'fallback', payload: { url: 'https://x.example', title: 'X' } }] },
      { type: 'link', text: '', links: [{ text: 'X', url: 'https://x.example' }] },
    ],
    [
      'a reel beside words',
      { mid: 'm', text: 'Look', attachments: [{ type: 'reel', payload: { url: 'https://fb.example/r', title: 'R' } }] },
      { type: 'text', text: 'Look', links: [{ text: 'R', url: 'https://fb.example/r' }], raw: expect.anything() },
    ],
    [
      'a post',
      attached('post', { url: 'https://fb.example/p' }),
      { type: 'link', text: '', links: [{ text: 'https://fb.example/p', url: 'https://fb.example/p' }] },
    ],
    [
      'a bot’s template, with its titles and buttons',
      attached('template', {
        template_type: 'generic',
        elements: [
          {
            ...{ title: 'Scooter', subtitle: 'Blue', image_url: url },
            ...{ default_action: { type: 'web_url', url: 'https://shop.example/1' } },
            buttons: [
              { type: 'web_url', title: 'Buy', url: 'https://shop.example/buy' },
              { type: 'postback', title: 'Ask', payload: 'ASK' },
            ],
          },
          { title: 'Bicycle', image_url: 'https://shop.example/b.jpg' },
        ],
      }),
      {
        ...{ type: 'template', text: 'Scooter\nBlue\n[Buy]\n[Ask]\nBicycle', raw: expect.anything() },
        links: [
          { text: 'Scooter', url: 'https://shop.example/1' },
          { text: 'Buy', url: 'https://shop.example/buy' },
          { text: 'https://shop.example/b.jpg', url: 'https://shop.example/b.jpg' },
        ],
        attachments: [{ fileName: 'photo.jpg', mediaType: 'image/jpeg', reference: url }],
      },
    ],
    [
      'a text with buttons',
      attached('template', {
        template_type: 'button',
        text: 'What next?',
        buttons: [{ type: 'postback', title: 'Talk', payload: 'T' }],
      }),
      { type: 'template', text: 'What next?\n[Talk]' },
    ],
    [
      'a receipt',
      attached('template', {
        ...{ template_type: 'receipt', order_number: '17', currency: 'EUR', summary: { total_cost: 19.5 } },
        elements: [{ title: 'Bell', quantity: 2, price: 9.75, currency: 'EUR' }],
      }),
      { type: 'template', text: '17\nBell · × 2 · 9.75 EUR\n19.5 EUR' },
    ],
    [
      'a product of the shop',
      attached('template', {
        product: { elements: [{ id: '5', retailer_id: 'r', title: 'Scooter', subtitle: '€ 300', image_url: url }] },
      }),
      { type: 'product', text: 'Scooter\n€ 300', attachments: [{ reference: url }] },
    ],
    ['a template', attached('template', { template_type: 'generic' }), { type: 'unsupported', raw: expect.anything() }],
    ['a fallback without anything', { mid: 'm', attachments: [{ type: 'fallback' }] }, { type: 'unsupported' }],
    ['what Facebook says it does not support', { mid: 'm', text: 'x', is_unsupported: true }, { type: 'unsupported' }],
    ['a message with nothing in it', { mid: 'm' }, { type: 'unsupported', raw: { mid: 'm' } }],
    [
      'a text that came by an advertisement',
      { mid: 'm', text: 'Hi', referral: { ref: 'ad' } },
      { type: 'text', raw: expect.anything() },
    ],
    [
      'a text that came by an advertisement, with which',
      {
        ...{ mid: 'm', text: 'Hi' },
        referral: {
          ref: 'r',
          ad_id: 120,
          source: 'ADS',
          type: 'OPEN_THREAD',
          ads_context_data: { ad_title: 'Sale', photo_url: url, post_id: '1' },
        },
      },
      { text: 'Hi', referral: { source: 'ADS', title: 'Sale', url, id: '120', text: 'r' } },
    ],
    [
      'a text that asks about a product',
      { mid: 'm', text: 'Hi', referral: { product: { id: '5' } } },
      { referral: { source: 'PRODUCT', title: null, url: null, id: '5', text: null } },
    ],
    [
      'an album',
      {
        mid: 'm',
        attachments: [
          { type: 'image', payload: { url } },
          { type: 'image', payload: { url } },
        ],
      },
      { type: 'image', attachments: [{ reference: url }, { reference: url }] },
    ],
  ])('is understood: %s', (_, message, expected) => {
    expect(written(message)).toMatchObject(expected);
  });

  it.each([
    ['as it is', 'See https://x.example/a', 'https://x.example/a'],
    ['with a slash at its end', 'See https://x.example/a.', 'https://x.example/a/'],
    ['without its scheme', 'x.example/a', 'http://www.x.example/a'],
    [
      'by way of Facebook',
      'See https://x.example/a?b=1',
      'https://l.facebook.com/l.php?u=https%3A%2F%2Fx.example%2Fa%3Fb%3D1&h=x',
    ],
    ['with Facebook’s mark', 'See https://x.example/a', 'https://x.example/a?fbclid=Iw'],
    ['right after a word', '看https://x.example/a。', 'https://x.example/a'],
    ['with letters that addresses write as numbers', 'https://x.example/straße', 'https://x.example/stra%C3%9Fe'],
  ])(
    'names a link once that Messenger previews %s, and the title of its page is none of his words',
    (_, text, link) => {
      const message = written({
        mid: 'm',
        text,
        attachments: [{ type: 'fallback', title: 'Title of the page', url: link, payload: null }],
      });
      expect(message).toMatchObject({ type: 'text', text, attachments: [] });
      expect(message).not.toHaveProperty('links');
    },
  );

  it.each(['Also https://x.example/a', 'x.example.org'])(
    'does not name a link by one that begins like it: %s',
    (text) => {
      const message = written({
        mid: 'm',
        text,
        attachments: [{ type: 'fallback', payload: { url: 'https://x.example/' } }],
      });
      expect(message).toMatchObject({ text, links: [{ url: 'https://x.example/' }] });
    },
  );

  it('has the address of what he shares beside his words when they do not name it', () => {
    const message = written({
      mid: 'm',
      text: 'This one',
      attachments: [{ type: 'fallback', payload: { url: 'https://x.example/', title: 'X' } }],
    });
    expect(message).toMatchObject({
      type: 'text',
      text: 'This one',
      links: [{ text: 'X', url: 'https://x.example/' }],
    });
  });

  it('is one sticker where Facebook sends it in the old form and the new', () => {
    const both = [
      { type: 'image', payload: { url, sticker_id: 5 } },
      { type: 'sticker', payload: { url, sticker_id: 5 } },
    ];
    expect(written({ mid: 'm', attachments: both })).toMatchObject({
      type: 'sticker',
      attachments: [{ reference: url }],
    });
  });

  it('stands in the order of its moments, and between equals as Facebook put it', () => {
    const said = (text: string, timestamp: number) => fromClient({ message: { mid: text, text } }, { timestamp });
    const events = parse({
      ...{ id: pageId, time: at + 9 },
      messaging: [said('third', at + 1), said('fourth', at + 1), said('first', at - 1), said('second', at)],
    });
    const messages = events.flatMap((event) => (event.kind === 'message' ? [event.message] : []));
    expect(messages.map(({ text }) => text)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(messages[3]?.sequence).toBeGreaterThan(messages[2]?.sequence ?? Number.NaN);
  });

  it('without an id is known by its words: somebody tries the webhook with one moment and several texts', () => {
    const idOf = (text: string) => (written({ text }) as { externalId: string }).externalId;
    expect(idOf('one')).toBe(idOf('one'));
    expect(idOf('two')).not.toBe(idOf('one'));
  });

  it('may carry its moment in seconds or as text', () => {
    const event = { sender: { id: psid }, recipient: { id: pageId }, postback: { mid: 'm', title: 'Go' } };
    const [, posted] = parse(entryOf({ ...event, timestamp: '1527459824' }));
    expect(posted).toMatchObject({ message: { timestamp: new Date(1_527_459_824_000) } });
  });
});

describe('what a client does', () => {
  const one = (event: object) => parse(entryOf(fromClient(event))).filter(({ kind }) => kind !== 'thread');

  it.each<[string, object, object]>([
    [
      'presses "Get Started"',
      {
        postback: {
          mid: 'm_5',
          title: 'Get Started',
          payload: 'START',
          referral: { ref: 'poster', source: 'SHORTLINK' },
        },
      },
      {
        message: {
          type: 'text',
          text: 'Get Started',
          externalId: 'm_5',
          raw: { payload: 'START', referral: { ref: 'poster' } },
          referral: { source: 'SHORTLINK', title: null, url: null, id: 'poster', text: null },
        },
      },
    ],
    ['presses a button on standby', { postback: { mid: 'm_5', title: 'Prices' } }, { message: { text: 'Prices' } }],
    [
      'comes by a link',
      { referral: { ref: 'poster', type: 'OPEN_THREAD' } },
      {
        message: {
          type: 'referral',
          text: '',
          referral: { source: 'OPEN_THREAD', id: 'poster' },
          raw: { ref: 'poster' },
        },
      },
    ],
    [
      'ticks a box, of which Facebook gives notice',
      { optin: { type: 'notification_messages', title: 'News' } },
      { message: { notice: 'writing_allowed', type: 'unsupported', text: 'News' } },
    ],
    [
      'sends nothing at all, of which Facebook gives notice',
      { message: { mid: 'm_6', text: '' } },
      { message: { notice: 'empty_message', externalId: 'm_6', raw: { mid: 'm_6', text: '' } } },
    ],
    [
      'sends nothing that can be seen, likewise',
      { message: { mid: 'm_7', text: ' \u3164' } },
      { message: { notice: 'empty_message', externalId: 'm_7', text: '' } },
    ],
  ])('is a message: he %s', (_, event, expected) => {
    expect(one(event)).toMatchObject([{ kind: 'message', ...expected }]);
  });

  it('is an edit of the message that it changes', () => {
    expect(one({ message_edit: { mid: 'm_3', text: 'better', num_edit: 2 } })).toMatchObject([
      {
        ...{ kind: 'edit', editedAt: moment, editSequence: 2, isTextOnly: true },
        message: { clientId: psid, externalId: 'm_3', type: 'text', text: 'better' },
      },
    ]);
  });

  it.each([{ text: 'better' }, { mid: 'm_3' }])('is nothing when it is an edit that lacks a part: %j', (edit) => {
    expect(one({ message_edit: edit })).toEqual([]);
  });

  it.each([
    ['react', { emoji: '❤️', reaction: 'love' }, '❤️'],
    ['react', { reaction: 'wow' }, '😮'],
    ['unreact', { emoji: '❤️', reaction: 'love' }, null],
  ])('is a reaction (%s %j)', (action, what, emoji) => {
    expect(one({ reaction: { mid: 'm_3', action, ...what } })).toEqual([
      { kind: 'reaction', clientId: psid, externalId: 'm_3', emoji, at: moment },
    ]);
  });

  it('tells what has arrived and until when all was read', () => {
    const until = new Date(at - 5);
    expect(one({ delivery: { mids: ['m_1', 'm_2'], watermark: at - 5 } })).toEqual([
      { kind: 'delivery', clientId: psid, externalId: 'm_1', status: 'delivered' },
      { kind: 'delivery', clientId: psid, externalId: 'm_2', status: 'delivered' },
      { kind: 'watermark', clientId: psid, until, status: 'delivered' },
    ]);
    expect(one({ read: { watermark: at - 5 } })).toEqual([
      { kind: 'watermark', clientId: psid, until, status: 'read' },
    ]);
  });
});

describe('what went out from the page', () => {
  const echo = (message: object) => parse(entryOf(fromPage({ message: { is_echo: true, mid: 'm_9', ...message } })));

  it('is our own message, when it has our word in it and is of our app', () => {
    expect(echo({ text: 'Hello', app_id: Number(appId), metadata: 'parley:our-id' })).toEqual([
      {
        ...{ kind: 'delivery', clientId: psid, externalId: 'm_9', messageId: 'our-id', status: 'sent' },
        accepted: { at: moment, sequence: 5_000_000 },
      },
    ]);
    expect(echo({ text: 'Hello', app_id: 42, metadata: 'parley:our-id' })).toMatchObject([{ kind: 'echo' }]);
  });

  it.each([
    ['Page inbox', {}],
    ['Page inbox', { app_id: 263902037430900 }],
    ['Another app (42)', { app_id: 42, metadata: 'of another' }],
    [`Another app (${appId})`, { app_id: Number(appId) }],
  ])('is an answer of others: %s', (authorName, of) => {
    expect(echo({ text: 'Hello', ...of, reply_to: { mid: 'm_1' } })).toEqual([
      {
        kind: 'echo',
        message: {
          ...{ clientId: psid, externalId: 'm_9', timestamp: moment, sequence: 5_000_000, type: 'text', text: 'Hello' },
          ...{ attachments: [], replyToExternalId: 'm_1', authorName },
        },
      },
    ]);
  });

  it('in which nothing is said is kept as unsupported', () => {
    expect(echo({ text: '', app_id: 42 })).toMatchObject([{ kind: 'echo', message: { type: 'unsupported' } }]);
  });

  it('keeps its files', () => {
    expect(echo({ attachments: [{ type: 'image', payload: { url } }] })).toMatchObject([
      { kind: 'echo', message: { type: 'image', attachments: [{ reference: url }] } },
    ]);
  });
});

describe('who has a conversation', () => {
  it('is somebody else, for all that comes on standby', () => {
    const client = fromClient({ message: { mid: 'm_1', text: 'Hello bot' } });
    const bot = fromPage({ message: { is_echo: true, mid: 'm_2', text: 'Hello', app_id: 42 } }, { timestamp: at + 1 });
    const read = fromClient({ read: { watermark: at } }, { timestamp: at + 2 });
    expect(parse(standbyOf(client, bot, read))).toMatchObject([
      { ...elsewhere, at: new Date(at + 1) },
      { kind: 'message', message: { text: 'Hello bot' } },
      { kind: 'echo', message: { authorName: 'Another app (42)' } },
      { kind: 'watermark' },
    ]);
  });

  const passed = (previous: unknown, next: unknown) => ({
    pass_thread_control: { previous_owner_app_id: previous, new_owner_app_id: next },
  });
  const taken = (previous: unknown, next: unknown) => ({
    take_thread_control: { previous_owner_app_id: previous, new_owner_app_id: next },
  });

  it.each<[string, object, object | null]>([
    ['is passed to us', passed('42', appId), ours],
    ['is passed to us as a number', passed(42, Number(appId)), ours],
    ['is passed to us from nobody', passed(null, appId), ours],
    ['is passed to another app', passed(appId, '42'), elsewhere],
    ['is passed to the page’s inbox', passed(appId, '263902037430900'), elsewhere],
    ['is passed, as older events say it, without a new owner', passed('42', undefined), ours],
    ['is taken from us', taken(appId, '42'), elsewhere],
    ['is taken from nobody', taken(null, '263902037430900'), elsewhere],
    ['is asked for', { request_thread_control: { requested_owner_app_id: 42 } }, null],
    ['may change by roles', { app_roles: { [appId]: ['primary_receiver'] } }, null],
  ])('changes: it %s', (_, event, expected) => {
    expect(parse(entryOf(fromClient(event)))).toEqual(expected === null ? [] : [expected]);
  });

  it('is told once for messages that come together, until it changes', () => {
    const said = (mid: string) => fromClient({ message: { mid, text: mid } });
    const events = parse(entryOf(said('a'), said('b'), fromClient(passed(appId, '42'), { timestamp: at + 1 })));
    expect(events.flatMap((event) => (event.kind === 'thread' ? [event.control] : []))).toEqual(['ours', 'elsewhere']);
  });
});
