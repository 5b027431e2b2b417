import type { ApiClient } from '../api-client';
import { anHourAgo, connectedSince, createTeam } from '../builders';
import { onlyChatOf } from '../look';
import type { Parley } from '../parley';
import { only, untilOffered } from '../routing-scenes';
import type { StandInAccount } from './account';
import type { StandInPerson } from './person';
import type { StandInSender } from './sender';

export interface ApiChannel {
  id: string;
  active: boolean;
  verified: boolean;
  health: { status: string; detail: string };
}

export interface WhatsAppScene {
  account: StandInAccount;
  sender: StandInSender;
  admin: StandInPerson;
  client: StandInPerson;
  operator: ApiClient;
  channelId: string;
}

let lastNumber = 0;

/** A number that no other scene has: a source is in one channel. */
function newNumber(): string {
  lastNumber += 1;
  return `+1415555${String(lastNumber).padStart(4, '0')}`;
}

/** Twilio tells an API process of messages to this number. */
export function leadTo(sender: StandInSender, base: string): void {
  sender.webhookUrl = `${base}/webhooks/whatsapp`;
}

/** An operator, and the queue in which nobody else is. */
interface Desk {
  queueId: string;
  operator: ApiClient;
}

async function newDesk(parley: Parley): Promise<Desk> {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  return { queueId: queue.id, operator: only(operators) };
}

/** A WhatsApp channel as it is added: not connected yet. Both people have written to its number lately. */
export async function addedChannel(parley: Parley, desk?: Desk): Promise<WhatsAppScene> {
  const { queueId, operator } = desk ?? (await newDesk(parley));
  const account = parley.twilio.createAccount();
  const number = newNumber();
  const sender = account.createSender(number);
  const admin = account.person('+4915100000001', 'Admin');
  const client = account.person('+4915112345678', 'Vera');
  for (const person of [admin, client])
    await person.write(sender, 'Hello before', { at: new Date(Date.now() - 3 * 3_600_000) });
  leadTo(sender, parley.base);
  const { id: channelId } = await parley.admin.ok<ApiChannel>('POST', '/api/channels', {
    provider: 'whatsapp',
    settings: {
      phoneNumber: number,
      confirmationPhoneNumber: admin.id,
      accountSid: account.sid,
      authToken: account.authToken,
    },
    queueId,
    language: 'en',
  });
  return { account, sender, admin, client, operator, channelId };
}

/** Connected and switched on. */
export async function openChannel(parley: Parley, desk?: Desk): Promise<WhatsAppScene> {
  const scene = await addedChannel(parley, desk);
  await parley.admin.ok('POST', `/api/channels/${scene.channelId}/connect`);
  await parley.admin.ok('PATCH', `/api/channels/${scene.channelId}`, { active: true });
  return scene;
}

/** A client has written, and an operator has his chat; the channel was connected an hour ago. */
export async function whatsAppInWork(
  parley: Parley,
  first = 'Hello',
  desk?: Desk,
): Promise<WhatsAppScene & { chatId: string }> {
  const scene = await openChannel(parley, desk);
  await scene.client.write(scene.sender, first);
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
  await connectedSince(parley, scene.channelId, anHourAgo());
  return { ...scene, chatId: chat.id };
}
