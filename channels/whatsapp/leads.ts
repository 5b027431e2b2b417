import type { Twilio } from 'twilio';
import { z } from 'zod';
import type { Leads } from '../../domain/reception';
import type { Site } from '../contract';
import type { LookedUp } from '../shared/known-leads';
import { compareAddresses } from '../shared/webhook-address';
import { addressOf } from './address';
import { callTwilio } from './call';
import type { Trouble } from './errors';
import type { WhatsAppSettings } from './settings';

/** Everybody's: whose messages come by it, and where they go, is not told. */
const sandboxNumber = '+14155238886';

const pageSize = 100;
/** More than anybody has. */
const mostSenders = 2_000;
const mostServices = 200;

const told = z.string().min(1).nullish().catch(null);

/** A sender of WhatsApp messages, as the Senders API lists it. */
const sender = z.looseObject({
  senderId: z.string(),
  webhook: z.looseObject({ callbackUrl: told }).nullish().catch(null),
});

/** A Messaging Service: it hands on what comes for its senders, unless it leaves that to their own webhooks. */
const service = z.looseObject({
  sid: z.string().min(1),
  inboundRequestUrl: told,
  useInboundWebhookOnNumber: z.boolean().nullish().catch(null),
});

const member = z.looseObject({ sender: z.string() });

type Told =
  /** Null where none is set. */
  { kind: 'address'; address: string | null } | { kind: 'untold' };

const untold: Told = { kind: 'untold' };

/** What Twilio has refused, for want of a right or of the thing itself, tells nothing; all else is thrown. */
async function unlessRefused<T>(asked: Promise<T[]>): Promise<unknown[] | null> {
  try {
    return await asked;
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? Number(error.status) : Number.NaN;
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return null;
    throw error;
  }
}

function among<Schema extends z.ZodType>(listed: unknown[], schema: Schema): Array<z.output<Schema>> {
  return listed.flatMap((one) => {
    const read = schema.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

/** The Messaging Service that has the number and keeps its messages from the sender's own webhook; null for none. */
async function serviceOf(client: Twilio, address: string): Promise<z.output<typeof service> | null> {
  const { services } = client.messaging.v1;
  const listed = await unlessRefused(services.list({ pageSize, limit: mostServices }));
  for (const one of among(listed ?? [], service)) {
    if (one.useInboundWebhookOnNumber === true) continue;
    const members = await unlessRefused(services(one.sid).channelSenders.list({ pageSize, limit: mostSenders }));
    if (among(members ?? [], member).some((member) => member.sender === address)) return one;
  }
  return null;
}

async function askTwilio(client: Twilio, address: string): Promise<Told> {
  const through = await serviceOf(client, address);
  // One without an address drops what comes, or hands it to a product of Twilio's own.
  if (through) return through.inboundRequestUrl ? { kind: 'address', address: through.inboundRequestUrl } : untold;
  const channel = 'whatsapp';
  const listed = await unlessRefused(
    client.messaging.v2.channelsSenders.list({ channel, pageSize, limit: mostSenders }),
  );
  const own = among(listed ?? [], sender).find(({ senderId }) => senderId === address);
  return own === undefined ? untold : { kind: 'address', address: own.webhook?.callbackUrl ?? null };
}

function elsewhere(name: string, ours: string): Leads {
  return {
    kind: 'elsewhere',
    address: name,
    detail: `Twilio hands this number’s messages to ${name}, so Parley takes none in. To have them here, enter ${ours} in the Twilio console: at the sender, or at the Messaging Service that it belongs to. If ${name} leads to this Parley, enter it as SiteUrl.`,
  };
}

function isPassing(trouble: Trouble): boolean {
  return trouble.kind !== 'refused' && trouble.kind !== 'unauthorized';
}

/** Where Twilio hands the messages of the channel's number (domain 1.2); `isSet` is false where it hands them to nobody. */
export async function whereItLeads({
  apiRoot,
  settings,
  site,
  signal,
}: {
  apiRoot: string;
  settings: WhatsAppSettings;
  site: Site;
  signal: AbortSignal;
}): Promise<{ found: LookedUp; isSet: boolean }> {
  const ours = site.webhooksUrl;
  if (settings.phoneNumber === sandboxNumber || ours === null) return { found: { kind: 'untold' }, isSet: true };
  const answer = await callTwilio({
    ...{ apiRoot, account: settings, signal },
    ask: (client) => askTwilio(client, addressOf(settings.phoneNumber)),
  });
  if (!answer.ok) return { found: { kind: isPassing(answer.trouble) ? 'not_now' : 'untold' }, isSet: true };
  if (answer.result.kind === 'untold') return { found: { kind: 'untold' }, isSet: true };
  if (answer.result.address === null) return { found: { kind: 'here' }, isSet: false };
  const compared = compareAddresses(answer.result.address, ours);
  if (compared === null) return { found: { kind: 'untold' }, isSet: true };
  return { found: compared.isOurs ? { kind: 'here' } : elsewhere(compared.name, ours), isSet: true };
}
