import type { Chat, Message } from '../../console/app/types';
import { findEmoji } from '../../console/conversation/emoji-data';
import { linksBeside, markedPieces } from '../../console/conversation/marked-pieces';
import { withMessage } from '../../console/conversation/message-order';
import { isOnlyEmoji, textOf } from '../../console/conversation/message-text';
import { referralText } from '../../console/conversation/referral-text';
import { filledTemplate } from '../../console/conversation/reply-window-store';
import { slashQueryAt } from '../../console/conversation/slash-query';
import { timelineOf } from '../../console/conversation/timeline';
import { isText } from '../../console/conversation/use-typing-anywhere';
import { ru } from '../../console/conversation/words-ru';
import { previewOf } from '../../console/ui/preview';

describe('a text that was set by its writer', () => {
  const bold = { kind: 'bold' as const, start: 0, end: 6 };
  const struck = { kind: 'strikethrough' as const, start: 4, end: 9 };

  test.each<[string, Parameters<typeof markedPieces>, object[]]>([
    ['without marks', ['Hello', []], [{ text: 'Hello', marks: [] }]],
    [
      'with marks that overlap',
      ['100 80 55.', [bold, struck]],
      [
        { text: '100 ', marks: [bold] },
        { text: '80', marks: [bold, struck] },
        { text: ' 55', marks: [struck] },
        { text: '.', marks: [] },
      ],
    ],
    ['with a mark up to its end', ['Hello!', [bold]], [{ text: 'Hello!', marks: [bold] }]],
    ['that an edit has made shorter', ['Hi', [bold, struck]], [{ text: 'Hi', marks: [bold] }]],
    ['of no letters', ['', [bold]], []],
  ])('%s', (_, given, pieces) => {
    expect(markedPieces(...given)).toEqual(pieces);
  });

  test('has the addresses below it that stand behind none of its words', () => {
    const behind = { text: 'here', url: 'https://a.example/' };
    const beside = { text: 'Buy', url: 'https://b.example/' };
    const marks = [{ kind: 'link' as const, start: 0, end: 4, url: behind.url }];
    expect(linksBeside({ links: [behind, beside], marks })).toEqual([beside]);
  });
});

test('by what a client came is told in words for what messengers call each their own way', () => {
  const came = { title: null, text: null, id: null };
  expect(referralText({ ...came, source: 'ADS', title: 'Sale', id: '120' })).toBe('Advertisement · Sale · 120');
  expect(referralText({ ...came, source: 'ad', text: 'Half price' })).toBe('Advertisement · Half price');
  expect(referralText({ ...came, source: 'hologram' })).toBe('hologram');
});

test('lists say what a last message is where its words alone do not', () => {
  const last = (type: string, text: string) => previewOf({ lastMessage: { type, text } as Chat['lastMessage'] });
  expect(last('poll', 'Which?\n• red')).toBe('Poll: Which? • red');
  expect(last('link', '')).toBe('Shared link');
  expect(last('image', 'Look')).toBe('Look');
});

test('a message without words is called by what it is, and by what came with it', () => {
  const message = {
    text: '',
    type: 'link',
    attachments: [],
    location: null,
    sharedContact: null,
  } as unknown as Message;
  expect(textOf({ ...message, links: [{ text: 'Sale', url: 'https://a.example/' }] })).toBe('Shared link: Sale');
});

describe('quick replies are asked for', () => {
  test.each([
    ['/', { start: 0, end: 1, query: '' }],
    ['/good mor', { start: 0, end: 9, query: 'good mor' }],
    ['Hello /gre', { start: 6, end: 10, query: 'gre' }],
    ['Hello\n/gre', { start: 6, end: 10, query: 'gre' }],
    ['and/or', null],
    ['https://a.example', null],
    ['1/2 of it', null],
    ['Hello /gre it', null],
  ])('%j', (text, wanted) => {
    expect(slashQueryAt(text, text.length)).toEqual(wanted);
  });
});

test.each([
  ['👍', true],
  ['❤️ 😀', true],
  ['👨‍👩‍👧', true],
  ['👍🏽', true],
  ['👍 ok', false],
  ['1', false],
  ['😀😀😀😀', false],
])('%s stands alone: %s', (text, isIt) => {
  expect(isOnlyEmoji(text)).toBe(isIt);
});

test.each([
  ['a letter', { key: 'a' }, true],
  ['a letter of another alphabet', { key: 'ф' }, true],
  ['a sign that is two units of UTF-16', { key: '😀' }, true],
  ['a dead key', { key: 'Dead' }, true],
  ['an input method', { key: 'Process' }, true],
  ['a space, which presses a button', { key: ' ' }, false],
  ['Enter', { key: 'Enter' }, false],
  ['an arrow', { key: 'ArrowDown' }, false],
  ['a command', { key: 'c', ctrlKey: true }, false],
  ['a shortcut', { key: 'm', altKey: true }, false],
  ['a sign made with AltGr, as Windows reports it', { key: '@', ctrlKey: true, altKey: true, altGr: true }, true],
])(
  '%s is text or not: %j',
  (_what, { altGr = false, ...pressed }: Record<string, unknown> & { altGr?: boolean }, isIt) => {
    const keys = { ctrlKey: false, metaKey: false, altKey: false, key: '', ...pressed };
    expect(isText({ ...keys, getModifierState: (name) => altGr && name === 'AltGraph' })).toBe(isIt);
  },
);

test('emoji are found by the beginnings of words, in both languages', () => {
  const found = (query: string) => findEmoji(query).flatMap(({ emoji }) => emoji.map(({ sign }) => sign));
  expect(found('thumbs up')).toEqual(['👍']);
  expect(found('спас')).toEqual(['🙏']);
  expect(found('самолет')).toEqual(['✈️']);
  expect(found('zzz')).toEqual([]);
  expect(new Set(found('')).size).toBe(found('').length);
});

test('a template shows what is not filled in yet', () => {
  expect(filledTemplate('Dear {{1}}, see you on {{ 2 }}.', { '1': 'Vera' })).toBe('Dear Vera, see you on {{ 2 }}.');
  expect(filledTemplate('{{1}}', { '1': '{{2}}', '2': 'no' })).toBe('{{2}}');
});

describe('the order of what is shown', () => {
  const at = (day: number, minute: number) => new Date(2026, 0, day, 12, minute).toISOString();
  const said = (id: string, timestamp: string, more: Partial<Message> = {}) =>
    ({
      id,
      timestamp,
      direction: 'incoming',
      author: null,
      answeredBy: null,
      replyToExternalId: null,
      ...more,
    }) as Message;
  const entry = (event: 'accepted' | 'waiting' | 'completed', time: string) => ({
    ...{ at: time, event, operator: null, reason: '', candidates: null },
  });
  const outgoing = (key: string, heardAs: string | null) =>
    ({ key, heardAs, writtenAt: at(2, 30), text: '', state: { kind: 'sending' } }) as never;
  const kinds = (parts: Parameters<typeof timelineOf>[0]) =>
    timelineOf(parts).map((row) => (row.kind === 'message' ? row.message.id : row.kind));

  test('has the messages of an album in one row, and what is new below its mark', () => {
    const part = (id: string, albumId: string | null) => said(id, at(1, 0), { albumId });
    const rows = (newFromId: string | null) =>
      timelineOf({
        messages: [part('a', null), part('b', '1'), part('c', '1'), part('d', '2'), part('e', '2'), part('f', null)],
        ...{ hasOlder: true, newFromId },
      }).map((row) => (row.kind === 'message' ? [row.message, ...row.album].map(({ id }) => id).join('') : row.kind));
    expect(rows(null)).toEqual(['a', 'bc', 'de', 'f']);
    expect(rows('e')).toEqual(['a', 'bc', 'd', 'new', 'e', 'f']);
  });

  const messages = [said('a', at(1, 0)), said('b', at(1, 1)), said('c', at(2, 0))];

  test('what happened stands where it did, though the messenger’s clock is behind the service’s', () => {
    const behind = (minute: number) => new Date(Date.parse(at(1, minute)) - 120_000).toISOString();
    const olga = { author: { id: 'olga', name: 'Olga' }, direction: 'outgoing' } as const;
    const parts = {
      messages: [said('a', behind(0)), said('b', at(1, 2), olga), said('c', behind(3)), said('d', behind(5))],
      hasOlder: false,
      routingLog: [entry('accepted', at(1, 1)), entry('completed', at(1, 4))],
    };
    expect(kinds({ ...parts, clockAheadMs: 120_000 })).toEqual(['day', 'a', 'routing', 'b', 'c', 'routing', 'd']);
  });

  test('days, the line before what is new, what happened, what is on its way', () => {
    expect(
      kinds({
        messages,
        hasOlder: false,
        newFromId: 'c',
        routingLog: [entry('waiting', at(1, 0)), entry('accepted', at(1, 2)), entry('completed', at(2, 5))],
        outbox: [outgoing('x', null)],
      }),
    ).toEqual(['day', 'a', 'b', 'routing', 'day', 'new', 'c', 'routing', 'outgoing']);
  });

  test('while there is more, a message comes first, and nothing that happened before it', () => {
    const routingLog = [entry('accepted', at(1, 0))];
    expect(kinds({ messages, hasOlder: true, routingLog })).toEqual(['a', 'b', 'day', 'c']);
  });

  test('an answer that was heard of is shown once, under the key that it had', () => {
    const rows = timelineOf({ messages, hasOlder: true, outbox: [outgoing('x', 'c')] });
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b', expect.stringContaining('day'), 'x']);
  });

  test('messages of one person that follow each other soon stand together', () => {
    const rows = timelineOf({
      messages: [
        ...[said('a', at(1, 0)), said('b', at(1, 1)), said('c', at(1, 20))],
        said('d', at(1, 21), { direction: 'outgoing' }),
      ],
      hasOlder: true,
    });
    expect(rows.map((row) => row.kind === 'message' && row.isFirst)).toEqual([true, false, true, true]);
  });

  test('a quote is the message that it answers, once that is loaded', () => {
    const answer = said('z', at(2, 1), { replyToExternalId: 'e' });
    const quotedIn = (all: Message[]) =>
      timelineOf({ messages: all, hasOlder: true }).flatMap((row) =>
        row.kind === 'message' && row.quoted !== null ? [row.quoted.message?.id ?? 'unknown'] : [],
      );
    expect(quotedIn([answer])).toEqual(['unknown']);
    expect(quotedIn([said('y', at(2, 0), { externalId: 'e' }), answer])).toEqual(['y']);
  });
});

test('Russian counts in the right form', () => {
  expect([1, 2, 5].map(ru.newCount)).toEqual(['1 новое сообщение', '2 новых сообщения', '5 новых сообщений']);
});

describe('a message takes its place', () => {
  const message = (id: string, orderKey: string, more: Partial<Message> = {}) => ({ id, orderKey, ...more }) as Message;
  const texts = (messages: Message[]) => messages.map(({ id }) => id);
  const shown = ['2', '4', '6'].map((key) => message(key, `2026-03-05T12:00:0${key}.000Z/1/0`));
  const at = (second: string) => `2026-03-05T12:00:0${second}.000Z/1/0`;

  test.each([
    ['at the end', message('new', at('7')), ['2', '4', '6', 'new']],
    ['at the beginning', message('new', at('1')), ['new', '2', '4', '6']],
    ['in between', message('new', at('5')), ['2', '4', 'new', '6']],
    ['by its id where another stands at the same place', message('3', at('4')), ['2', '3', '4', '6']],
    ['by its id, behind that other', message('5', at('4')), ['2', '4', '5', '6']],
    ['whatever its time', message('new', at('5'), { timestamp: '2026-03-05T11:00:00.000Z' }), ['2', '4', 'new', '6']],
    ['again where it is known and has kept it', message('4', at('4')), ['2', '4', '6']],
    ['anew when the messenger has taken it', message('2', at('7')), ['4', '6', '2']],
    [
      'by its time where the service tells no more yet',
      { id: 'new', timestamp: '2026-03-05T12:00:05.000Z' } as Message,
      ['2', '4', 'new', '6'],
    ],
  ])('%s', (_where, next, expected) => {
    expect(texts(withMessage(shown, next))).toEqual(expected);
  });
});
