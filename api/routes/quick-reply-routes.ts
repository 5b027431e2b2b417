import { z } from 'zod';
import { type Contact, fullName } from '../../domain/contact';
import { Problem } from '../../domain/problem';
import { filled, flawOf, languagesFor, type QuickReply } from '../../domain/quick-reply';
import type { ApiDeps } from '../deps';
import { listOf, pageOf, readCursor, searchQuery } from '../http/paging';
import { created, noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { languageField, nameField } from '../shapes/common';
import { quickReplyShape } from '../shapes/quick-reply';
import { createdPage, positionFrom } from './created-page';

/** The most that any messenger takes; a shorter limit of a channel's is told when the answer is sent. */
const maxTextLength = 4_096;

const text = z
  .string()
  .max(maxTextLength)
  .refine((given) => given.trim() !== '', 'must not be empty')
  .superRefine((given, context) => {
    const flaw = flawOf(given);
    if (flaw !== null) context.addIssue({ code: 'custom', message: flaw });
  })
  .meta({ description: 'May have {{contact.firstName}}, {{operator.name}} and {{chat.number}}.' });

const fields = { title: nameField, text, language: languageField };

const quickReplyQuery = searchQuery('the title or the text');

/** Languages in their order, and in each the order of creation. */
const languagePosition = z.tuple([z.string(), z.iso.datetime(), z.string()]);

/** Quick replies: written by who manages chats, read by every operator (domain 1.10). */
export function quickReplyRoutes({ storage, access }: Pick<ApiDeps, 'storage' | 'access'>): Route[] {
  const tag = 'Quick replies';
  const audit = { kind: 'quickReply', read: storage.quickReplies.get };

  return [
    route({
      method: 'GET',
      path: '/api/quick-replies',
      operationId: 'GetQuickReplies',
      summary: 'Quick replies of all languages, in the order of their creation',
      tag,
      access: 'signedIn',
      query: z.object(quickReplyQuery),
      responses: { 200: listOf(quickReplyShape) },
      async handle({ query }) {
        const rows = await storage.quickReplies.list(query.q, {
          limit: query.limit + 1,
          after: positionFrom(query.cursor),
        });
        return ok(createdPage(rows, query.limit, (reply) => reply));
      },
    }),
    route({
      method: 'POST',
      path: '/api/quick-replies',
      operationId: 'CreateQuickReply',
      summary: 'Adds a quick reply',
      tag,
      access: 'CanManageChats',
      audit,
      body: z.strictObject(fields),
      responses: { 201: quickReplyShape },
      async handle({ body, newId, change }) {
        return created(await change(({ tx }) => storage.quickReplies.create({ id: newId, ...body }, tx)));
      },
    }),
    route({
      method: 'GET',
      path: '/api/quick-replies/{id}',
      operationId: 'GetQuickReply',
      summary: 'A quick reply',
      tag,
      access: 'signedIn',
      responses: { 200: quickReplyShape },
      problems: ['not_found'],
      async handle({ params }) {
        const reply = await storage.quickReplies.get(params.id);
        if (reply === null) throw notThere();
        return ok(reply);
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/quick-replies/{id}',
      operationId: 'ChangeQuickReply',
      summary: 'Changes a quick reply',
      tag,
      access: 'CanManageChats',
      audit,
      body: z.strictObject(fields).partial(),
      responses: { 200: quickReplyShape },
      problems: ['not_found'],
      async handle({ params, body, change }) {
        const reply = await change(({ tx }) => storage.quickReplies.change(params.id, body, tx));
        if (reply === null) throw notThere();
        return ok(reply);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/quick-replies/{id}',
      operationId: 'DeleteQuickReply',
      summary: 'Removes a quick reply',
      tag,
      access: 'CanManageChats',
      audit,
      responses: { 204: null },
      problems: ['not_found'],
      async handle({ params, change }) {
        if (!(await change(({ tx }) => storage.quickReplies.remove(params.id, tx)))) throw notThere();
        return noContent;
      },
    }),
    route({
      method: 'GET',
      path: '/api/chats/{id}/quick-replies',
      operationId: 'GetChatQuickReplies',
      summary: 'Quick replies for a chat, in the language of its channel, with their variables filled in',
      description:
        'Those of exactly that language come first, then those of the language that it is a kind of: `de` for a channel of `de-AT`.',
      tag,
      access: 'signedIn',
      query: z.object(quickReplyQuery),
      responses: { 200: listOf(quickReplyShape) },
      problems: ['not_found'],
      async handle({ params, query, user }) {
        const chat = await access.visible(user, params.id);
        const [channel, contact] = await Promise.all([
          storage.channels.get(chat.channelId),
          storage.contacts.get(chat.contactId),
        ]);
        const read = readCursor(query.cursor, languagePosition);
        const after = read && { languageKey: read[0], createdAt: new Date(read[1]), id: read[2] };
        const rows = await storage.quickReplies.ofLanguages(
          { languages: languagesFor(channel?.language ?? ''), q: query.q },
          { limit: query.limit + 1, after },
        );
        const values = {
          'contact.firstName': callingName(contact),
          'operator.name': user.name,
          'chat.number': String(chat.number),
        };
        const page = pageOf(rows, query.limit, ({ position }) => [
          position.languageKey,
          position.createdAt,
          position.id,
        ]);
        const fill = ({ item }: { item: QuickReply }) => ({ ...item, text: filled(item.text, values) });
        return ok({ ...page, items: page.items.map(fill) });
      },
    }),
  ];
}

/** Empty for a contact of whom only a substitute name is known, which is no name to call anybody by. */
function callingName(contact: Contact | null): string {
  return contact?.firstName?.trim() || fullName(contact ?? {});
}

function notThere(): Problem {
  return new Problem('not_found', 'There is no such quick reply.');
}
