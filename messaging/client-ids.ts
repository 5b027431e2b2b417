import { randomUUID } from 'node:crypto';
import type { Provider } from '../channels/contract';
import type { Channel } from '../domain/channel';
import type { Contact } from '../domain/contact';
import type { InboundEvent } from '../domain/inbound';
import { inBatches } from '../storage/batches';
import type { Forms } from '../storage/client-ids';
import type { Storage } from '../storage/storage';
import { commit } from '../storage/unit-of-work';
import { createContactMerging } from './contact-merging';

export interface ClientIdsDeps {
  storage: Storage;
  providers: Provider[];
}

/** Deliveries whose clients are looked up together. */
const lookedUpAtOnce = 100;

type Told = Pick<Extract<InboundEvent, { kind: 'message' }>['message'], 'clientId' | 'otherClientIds'>;

/**
 * Knows a client again whose messenger tells his id now in one form, now in another (domain 1.6): all that he says and that is
 * said of his messages goes by the id under which his conversations are kept, and his contact has every form.
 */
export function createClientIds({ storage, providers }: ClientIdsDeps) {
  const merging = createContactMerging({ storage });
  const keptBy = inBatches<Forms, Map<string, string>>(lookedUpAtOnce, storage.clientIds.keptBy);

  /** What a messenger tells, by the ids that stand for those in it. */
  async function resolve(channel: Pick<Channel, 'id' | 'provider'>, events: InboundEvent[]): Promise<InboundEvent[]> {
    const provider = providers.find(({ code }) => code === channel.provider);
    if (provider?.clientIdChangesForm !== true || events.length === 0) return events;
    const told = events.flatMap((event) => ('message' in event ? [event.message] : []));
    const forms = [
      ...new Set([...events.map(clientIdIn), ...told.flatMap(({ otherClientIds = [] }) => otherClientIds)]),
    ];
    const kept = await keptBy({ provider: channel.provider, forms });
    for (const one of told) await settle(channel, kept, one);
    return Promise.all(
      events.map(async (event) => {
        const from = clientIdIn(event);
        const to = kept.get(from) ?? from;
        return from === to ? event : withClientId(event, await holderOf(channel.id, event, { from, to }));
      }),
    );
  }

  /** Notes the forms that are told for the first time. */
  async function settle(
    channel: Pick<Channel, 'id' | 'provider'>,
    kept: Map<string, string>,
    { clientId, otherClientIds = [] }: Told,
  ): Promise<void> {
    const { provider } = channel;
    for (const other of otherClientIds) {
      const known = kept.get(clientId);
      if (known !== undefined && known === kept.get(other)) {
        // Who was told them first may have died before that, or have come before there was a contact.
        await introduce(provider, known);
        continue;
      }
      const own = kept.get(clientId) ?? (await knownAs(provider, clientId));
      const others = kept.get(other) ?? (await knownAs(provider, other));
      const ofOther = await storage.clientIds.claim(provider, other, others ?? own ?? clientId);
      const ofOwn = await storage.clientIds.claim(provider, clientId, own ?? ofOther);
      const id = ofOwn === ofOther ? ofOwn : await livelier(channel.id, ofOwn, ofOther);
      if (ofOwn !== ofOther) await storage.clientIds.unite(provider, [ofOwn, ofOther], id);
      for (const [form, standsFor] of kept) if (standsFor === ofOwn || standsFor === ofOther) kept.set(form, id);
      kept.set(clientId, id).set(other, id);
      await introduce(provider, id);
    }
    if (!kept.has(clientId)) kept.set(clientId, await storage.clientIds.claim(provider, clientId, clientId));
  }

  /** Contacts are older than what is noted of their ids. */
  async function knownAs(provider: string, clientId: string): Promise<string | undefined> {
    return (await storage.contacts.find({ provider, clientId })) === null ? undefined : clientId;
  }

  /** Who was taken for two people goes on in the chat that is open. */
  async function livelier(channelId: string, one: string, other: string): Promise<string> {
    const open = await storage.chats.openOf([one, other].map((clientId) => ({ channelId, clientId })));
    return open.some(({ clientId }) => clientId === one) || open.length === 0 ? one : other;
  }

  /** The contact that is there has every form of its id; of two that were one person's, one is made. */
  async function introduce(provider: string, clientId: string): Promise<void> {
    const forms = await storage.clientIds.formsOf({ provider, clientId });
    const contacts = await storage.contacts.withAnyOf(provider, forms);
    const has = ({ identities }: Contact, form: string) =>
      identities.some((identity) => identity.provider === provider && identity.clientId === form);
    const contact = contacts.find((one) => has(one, clientId)) ?? contacts[0];
    if (contact === undefined) return;
    for (const { id: fromId } of contacts)
      if (fromId !== contact.id)
        await commit(storage, (unit) => merging.merge(unit, { id: randomUUID(), intoId: contact.id, fromId }));
    for (const form of forms)
      if (!contacts.some((one) => has(one, form)))
        await storage.contacts.addIdentity(contact.id, { provider, clientId: form });
  }

  /** What was taken in before two ids were known for one client's stays where it is, also when it is told of once more. */
  async function holderOf(channelId: string, event: InboundEvent, { from, to }: { from: string; to: string }) {
    const externalId = externalIdIn(event);
    if (externalId === undefined) return to;
    return (await storage.messages.holderOf({ channelId, externalId, among: [from, to] })) ?? to;
  }

  return { resolve };
}

function clientIdIn(event: InboundEvent): string {
  return 'message' in event ? event.message.clientId : event.clientId;
}

function externalIdIn(event: InboundEvent): string | undefined {
  if ('message' in event) return event.message.externalId;
  return 'externalId' in event ? event.externalId : undefined;
}

function withClientId(event: InboundEvent, clientId: string): InboundEvent {
  switch (event.kind) {
    case 'message':
      return { ...event, message: { ...event.message, clientId } };
    case 'edit':
      return { ...event, message: { ...event.message, clientId } };
    case 'echo':
      return { ...event, message: { ...event.message, clientId } };
    default:
      return { ...event, clientId };
  }
}

export type ClientIds = ReturnType<typeof createClientIds>;
