import type { z } from 'zod';
import { isBlank } from '../../domain/blank';
import { readContactCards } from '../../domain/contact-card';
import { type SharedContact, sharedContactOf } from '../../domain/message-parts';
import { formatted, formattedLines } from './formatted';
import { photoAttachments } from './media';
import { addressOfMessage, chatPart, nameOf, site } from './origin';
import { type Reader, reader } from './reader';
import { contents } from './update';

const bullet = '• ';

function sharedContact(contact: z.infer<typeof contents.contact>): SharedContact {
  const [card] = readContactCards(contact.vcard ?? '');
  const phones = [contact.phone_number, ...(card?.phones ?? [])];
  const digits = phones.map((phone) => phone.replace(/\D/g, ''));
  return sharedContactOf({
    name: nameOf(contact) ?? contact.phone_number,
    phones: phones.filter((phone, index) => phone !== '' && digits.indexOf(digits[index] ?? '') === index),
    emails: card?.emails ?? [],
  });
}

/** In the smallest unit of its currency, which has as many digits as the currency has. */
function price(amount: number, currency: string): string {
  if (currency === 'XTR') return `${amount} ⭐`;
  try {
    const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
  } catch {
    return '';
  }
}

/** Answers come as an object in JSON, as a rule: a line each is easier to read. */
function answersIn(data: string): string {
  try {
    const read: unknown = JSON.parse(data);
    const entries = typeof read === 'object' && read !== null && !Array.isArray(read) ? Object.entries(read) : [];
    const isPlain = entries.length > 0 && entries.every(([, value]) => typeof value !== 'object' || value === null);
    return isPlain ? entries.map(([name, value]) => `${name}: ${value}`).join('\n') : data;
  } catch {
    return data;
  }
}

/** Kinds whose content is told in words. */
export const toldReaders: Array<[key: string, read: Reader]> = [
  [
    'venue',
    reader(contents.venue, ({ location: { latitude, longitude }, title, address }) => ({
      type: 'location',
      location: { latitude, longitude, ...(title && { title }), ...(address && { address }) },
    })),
  ],
  [
    'location',
    reader(contents.location, ({ latitude, longitude, live_period: period }) => ({
      type: 'location',
      location: { latitude, longitude, ...(period !== undefined && { isLive: true }) },
    })),
  ],
  ['contact', reader(contents.contact, (contact) => ({ type: 'contact', sharedContact: sharedContact(contact) }))],
  [
    'users_shared',
    reader(contents.usersShared, ({ users }) => {
      const people = users.map(({ user_id, username, ...names }) => ({
        name: nameOf({ ...names, username }) ?? String(user_id),
        url: username === undefined ? `tg://user?id=${user_id}` : `${site}/${username}`,
      }));
      const [first, ...others] = people.map(({ name }) => sharedContactOf({ name, phones: [], emails: [] }));
      return {
        ...{ type: 'contact', links: people.map(({ name: text, url }) => ({ text, url })) },
        ...(first !== undefined && { sharedContact: first }),
        ...(others.length > 0 && { furtherContacts: others }),
      };
    }),
  ],
  [
    'chat_shared',
    reader(contents.chatShared, ({ chat_id: id, ...chat }) => {
      const url = addressOfMessage(chat, undefined);
      const text = nameOf(chat) ?? String(id);
      return { type: 'link', text, ...(url !== null && { links: [{ text, url }] }) };
    }),
  ],
  [
    'poll',
    reader(contents.poll, (poll) => ({
      type: 'poll',
      ...formattedLines([
        { text: poll.description, entities: poll.description_entities },
        { text: poll.question, entities: poll.question_entities },
        ...poll.options.map(({ text, text_entities: entities, voter_count: votes }, index) => ({
          before: poll.correct_option_ids.includes(index) ? '✓ ' : bullet,
          text: votes === 0 ? text : `${text} (${votes})`,
          entities,
        })),
        { text: poll.explanation, entities: poll.explanation_entities },
      ]),
    })),
  ],
  [
    'checklist',
    reader(contents.checklist, ({ title, title_entities, tasks }) => ({
      type: 'checklist',
      ...formattedLines([
        { text: title, entities: title_entities },
        ...tasks.map(({ text, text_entities: entities, completion_date: done }) => ({
          before: done === undefined || done === 0 ? '☐ ' : '☑ ',
          ...{ text, entities },
        })),
      ]),
    })),
  ],
  ['dice', reader(contents.dice, ({ emoji, value }) => ({ type: 'dice', text: `${emoji} ${value}` }))],
  [
    'game',
    reader(contents.game, ({ title, description, text, text_entities: entities, photo }, message) => ({
      type: 'game',
      ...formattedLines([{ text: title }, { text: description }, { text, entities }]),
      attachments: photoAttachments(photo, message),
    })),
  ],
  [
    'invoice',
    reader(contents.invoice, ({ title, description, total_amount: amount, currency }) => ({
      type: 'invoice',
      ...formattedLines([{ text: title }, { text: description }, { text: price(amount, currency) }]),
    })),
  ],
  [
    'web_app_data',
    reader(contents.webAppData, ({ data, button_text: button }) => ({
      type: 'form',
      ...formattedLines([{ text: button }, { text: answersIn(data) }]),
    })),
  ],
  [
    'story',
    reader(contents.story, ({ id, chat: told }) => {
      const chat = chatPart.parse(told);
      const text = (chat && nameOf(chat)) ?? '';
      const url = chat?.username === undefined ? null : `${site}/${chat.username}/s/${id}`;
      return text === '' ? null : { type: 'link', text, ...(url !== null && { links: [{ text, url }] }) };
    }),
  ],
  [
    'giveaway',
    reader(contents.giveaway, ({ chats, prize_description: prize }) => {
      const names = chats.map((chat) => nameOf(chatPart.parse(chat) ?? {}) ?? '');
      return { type: 'giveaway', ...formattedLines([...names, prize].map((text) => ({ text }))) };
    }),
  ],
  [
    'giveaway_winners',
    reader(contents.giveawayWinners, ({ chat, winners, prize_description: prize }) => {
      const names = winners.map((winner) => ({ before: bullet, text: nameOf(winner) ?? '' }));
      const of = nameOf(chatPart.parse(chat) ?? {}) ?? '';
      return { type: 'giveaway', ...formattedLines([{ text: of }, { text: prize }, ...names]) };
    }),
  ],
  [
    'text',
    reader(contents.text, (text, { entities }) =>
      isBlank(text) ? null : { type: 'text', ...formatted(text, entities) },
    ),
  ],
];
