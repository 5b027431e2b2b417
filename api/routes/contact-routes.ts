import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type Contact, fullName } from '../../domain/contact';
import { Problem } from '../../domain/problem';
import type { Tx } from '../../storage/database';
import { bareNumber, internationalNumber } from '../../storage/phone-number';
import { createContactAccess } from '../contact-access';
import { exportOf } from '../contact-export';
import type { ApiDeps } from '../deps';
import { listOf, nextCursorAt, pageQuery, readCursor } from '../http/paging';
import { noContent, ok } from '../http/reply';
import { answered, type Route, route } from '../http/route';
import { contactDetailsShape, contactShape, showContact, showMerge } from '../shapes/contact';

const position = z.tuple([z.coerce.date(), z.string()]);
const namePart = z.string().trim().max(200);
const changedContact = z.strictObject({
  name: namePart.min(1).optional(),
  firstName: namePart.min(1).nullable().optional(),
  lastName: namePart.min(1).nullable().optional(),
  phone: z
    .string()
    .transform((given) => internationalNumber(given) ?? bareNumber(given).replace(/[\s().\u2010-\u2014/-]/g, ''))
    .pipe(z.string().regex(/^\+?\d{3,20}$/, 'must be a phone number such as +49 30 1234567'))
    .nullable()
    .optional(),
});

/** How long an administrator is kept waiting for the whole of an erasure; what takes longer goes on by itself. */
const erasesForMs = 8_000;

type Deps = Pick<ApiDeps, 'storage' | 'installation' | 'service' | 'views' | 'log'>;

/** The people who write (domain 1.6), and what becomes of what is kept of them (domain 9.2). */
export function contactRoutes({ storage, installation, service, views, log }: Deps): Route[] {
  const tag = 'Contacts';
  const access = createContactAccess(storage);

  async function show(contact: Contact) {
    const merges = (await storage.merges.into(contact.id)).map(showMerge);
    return { ...showContact(contact, installation), merges };
  }

  async function there(id: string, tx?: Tx): Promise<Contact> {
    const contact = await storage.contacts.get(id, tx);
    if (contact === null) throw new Problem('not_found', 'There is no such contact.');
    return contact;
  }

  /** The audit log outlives a contact: nothing of his stands in it. */
  const audit = {
    kind: 'contact',
    async read(id: string, tx?: Tx) {
      const contact = await storage.contacts.get(id, tx);
      return contact && { formerIds: contact.formerIds, identities: contact.identities.length };
    },
  };

  return [
    route({
      method: 'GET',
      path: '/api/contacts',
      operationId: 'GetContacts',
      summary: 'Contacts, newest first; an operator sees those who have had a chat in his queues or with him',
      tag,
      access: 'signedIn',
      query: z.strictObject({
        ...pageQuery,
        q: z.string().trim().min(1).max(100).optional().meta({
          description: 'What words of a name, in any order, a phone number or an id at a messenger begin with.',
        }),
      }),
      responses: { 200: listOf(contactShape) },
      async handle({ query: { limit, cursor, q }, user }) {
        const at = readCursor(cursor, position);
        const before = at && { createdAt: at[0], id: at[1] };
        const { items, next } = await access.list(user, q, { before, limit });
        return ok({
          items: items.map((contact) => showContact(contact, installation)),
          nextCursor: next && nextCursorAt([next.createdAt, next.id]),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/api/contacts/{id}',
      operationId: 'GetContact',
      summary: 'A contact with its identities',
      tag,
      access: 'signedIn',
      responses: { 200: contactDetailsShape },
      problems: ['not_found'],
      handle: async ({ params, user }) => ok(await show(await access.visible(user, params.id))),
    }),
    route({
      method: 'PATCH',
      path: '/api/contacts/{id}',
      operationId: 'ChangeContact',
      summary: 'Changes what a contact is called; without a name of its own that is first and last name',
      tag,
      access: 'signedIn',
      audit,
      body: changedContact,
      responses: { 200: contactDetailsShape },
      problems: ['not_found'],
      async handle({ params, body, user, change }) {
        const { id } = await access.visible(user, params.id);
        await change(async (unit) => {
          const before = await there(id, unit.tx);
          await storage.contacts.update(id, { ...defined(body), ...namesOf(before, body) }, unit.tx);
          await service.merging.tellOf(unit, id);
        });
        return ok(await show(await there(id)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/contacts/{id}',
      operationId: 'EraseContact',
      summary: 'Erases a contact for good: neither text nor file nor name remains',
      description:
        'Also while a chat is running: it is completed, and what he writes after that is a new contact’s. Numbers and the routing log stay, without him. What takes long goes on after the answer, whatever dies.',
      tag,
      access: 'Administrator',
      audit,
      responses: { 204: null },
      problems: ['not_found'],
      async handle({ params: { id }, change }) {
        await change(async (unit) => service.erasing.begin(unit, await there(id, unit.tx)));
        await service.erasing.goOn(id, erasesForMs).catch((error: unknown) => {
          log.warn({ err: error, contactId: id }, 'an erasure broke off; the relay goes on with it');
        });
        return noContent;
      },
    }),
    route({
      method: 'GET',
      path: '/api/contacts/{id}/export',
      operationId: 'ExportContact',
      summary: 'Everything that is kept of a person: contact, chats with messages and processes, cases, orders, files',
      description:
        'Messages stand newest first. `files` lists each file once more with a short-lived address; with `files=true` also with its content in base64, and the document is complete by itself.',
      tag,
      access: 'Administrator',
      audit,
      query: z.strictObject({
        files: z
          .enum(['true', 'false'])
          .default('false')
          .transform((given) => given === 'true'),
      }),
      responses: { 200: { mediaType: 'application/json', description: 'To be saved as a file.' } },
      problems: ['not_found'],
      async handle({ params: { id }, query, raw: { request, response }, audited }) {
        const contact = await there(id);
        response.attachment(`contact-${id}.json`).type('application/json');
        if (request.method !== 'HEAD')
          await audited(() =>
            pipeline(Readable.from(exportOf({ storage, installation, views }, contact, query.files)), response),
          );
        return answered;
      },
    }),
    route({
      method: 'POST',
      path: '/api/contacts/{id}/merge',
      operationId: 'MergeContacts',
      summary: 'Makes one contact of two: the other’s identities and chats become this one’s',
      description: 'Can be undone within a day. Open chats stay open.',
      tag,
      access: 'CanManageChats',
      audit,
      body: z.strictObject({ contactId: z.string().meta({ description: 'The contact that goes.' }) }),
      responses: { 200: contactDetailsShape },
      problems: ['not_found'],
      async handle({ params: { id }, body: { contactId }, newId, change }) {
        await change((unit) => service.merging.merge(unit, { id: newId, intoId: id, fromId: contactId }));
        return ok(await show(await there(id)));
      },
    }),
    route({
      method: 'POST',
      path: '/api/contacts/{id}/merges/{mergeId}/undo',
      operationId: 'UndoMerge',
      summary: 'Takes a contact out again that was merged into this one, with its chats',
      tag,
      access: 'CanManageChats',
      audit,
      responses: { 200: contactDetailsShape },
      problems: ['not_found', 'merge_is_final'],
      async handle({ params: { id, mergeId }, change }) {
        await change((unit) => service.merging.undo(unit, { id: mergeId, intoId: id }));
        return ok(await show(await there(id)));
      },
    }),
  ];
}

type Changed = z.output<typeof changedContact>;

/** A contact who is known by one name only has it as his first: it is what he is addressed by, and no profile replaces it. */
function namesOf(before: Contact, { name, ...body }: Changed): Partial<Pick<Contact, 'name' | 'firstName'>> {
  const { firstName, lastName } = { ...before, ...defined(body) };
  if (name === undefined) {
    const full = fullName({ firstName, lastName });
    const isRenamed = body.firstName !== undefined || body.lastName !== undefined;
    return isRenamed && full !== '' ? { name: full } : {};
  }
  return firstName === null && lastName === null ? { name, firstName: name } : { name };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
