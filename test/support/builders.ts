import { randomUUID } from 'node:crypto';
import { ApiClient } from './api-client';
import type { Parley } from './parley';
import type { StandInBot } from './telegram/stand-in-bot';

/** As much of a Parley as one sees from outside. */
type Doors = Pick<Parley, 'admin' | 'anonymous'>;

/** Of every user that is made here. */
export const userPassword = 'password-of-a-test';

export interface Named {
  id: string;
  name: string;
}

/** A user who is signed in; an operator once he is in a queue. */
export async function createUser(
  parley: Doors,
  given: { name?: string; permissions?: string[]; roleIds?: string[]; active?: boolean } = {},
): Promise<ApiClient> {
  const login = `user-${randomUUID().slice(0, 8)}`;
  const { name = login, permissions = [], roleIds = [] } = given;
  await parley.admin.ok('POST', '/api/users', { login, name, password: userPassword, permissions, roleIds });
  const user = await parley.anonymous.login(login, userPassword);
  if (given.active) await user.setStatus('active');
  return user;
}

export function createRole(parley: Doors): Promise<Named> {
  return parley.admin.ok('POST', '/api/roles', { name: `role-${randomUUID().slice(0, 8)}` });
}

export function createQueue(parley: Doors, given: Record<string, unknown> = {}): Promise<Named> {
  return parley.admin.ok('POST', '/api/queues', {
    name: `queue-${randomUUID().slice(0, 8)}`,
    routingRule: 'ToMostFree',
    completionTimeoutMinutes: null,
    operators: [],
    ...given,
  });
}

/** Operators of a queue, all of them active unless told otherwise. */
export async function createTeam(
  parley: Doors,
  {
    size,
    rule = 'ToMostFree',
    active = true,
    ...queue
  }: { size: number; rule?: string; active?: boolean } & Record<string, unknown>,
): Promise<{ queue: Named; operators: ApiClient[] }> {
  const operators: ApiClient[] = [];
  for (let index = 0; index < size; index += 1) operators.push(await createUser(parley, { name: `Operator ${index}` }));
  const made = await createQueue(parley, {
    routingRule: rule,
    operators: operators.map(({ userId }) => ({ userId })),
    ...queue,
  });
  if (active) for (const operator of operators) await operator.setStatus('active');
  return { queue: made, operators };
}

export function createTelegramChannel(
  parley: Doors,
  given: { bot: StandInBot; queueId: string | null; active?: boolean } & Record<string, unknown>,
): Promise<Named & { health: { status: string; detail: string }; source: string }> {
  const { bot, ...fields } = given;
  return parley.admin.ok('POST', '/api/channels', {
    provider: 'telegram',
    settings: { token: bot.token },
    active: true,
    language: 'en',
    ...fields,
  });
}

export function createWebchatChannel(parley: Doors, queueId: string): Promise<Named> {
  return parley.admin.ok('POST', '/api/channels', {
    provider: 'webchat',
    name: 'Website',
    settings: {},
    active: true,
    queueId,
    language: 'en',
  });
}

export function setSetting(parley: Doors, code: string, value: unknown): Promise<unknown> {
  return parley.admin.ok('PUT', `/api/settings/${code}`, { value });
}

/** Somebody on a web page. */
export class Visitor {
  private constructor(
    private readonly base: string,
    private readonly channelId: string,
    readonly token: string,
  ) {}

  static async arrive(parley: { base: string }, channelId: string, name?: string): Promise<Visitor> {
    const client = new ApiClient(parley.base);
    const path = `/webhooks/webchat/${channelId}/visitors`;
    const { visitorToken } = await client.ok<{ visitorToken: string }>(
      'POST',
      path,
      name === undefined ? {} : { name },
    );
    return new Visitor(parley.base, channelId, visitorToken);
  }

  /** The same person, whose page talks to another API process. */
  through(base: string): Visitor {
    return new Visitor(base, this.channelId, this.token);
  }

  /** Returns the status of the answer: 200 is an acknowledgement. */
  async write(text: string, messageId: string = randomUUID()): Promise<number> {
    const reply = await new ApiClient(this.base).call('POST', `/webhooks/webchat/${this.channelId}/receive`, {
      visitorToken: this.token,
      messageId,
      text,
    });
    return reply.status;
  }

  async types(): Promise<void> {
    const path = `/webhooks/webchat/${this.channelId}/typing`;
    await new ApiClient(this.base).ok('POST', path, { visitorToken: this.token });
  }

  async hasSeen(messageIds: string[]): Promise<void> {
    const path = `/webhooks/webchat/${this.channelId}/seen`;
    await new ApiClient(this.base).ok('POST', path, { visitorToken: this.token, messageIds });
  }

  async sees(): Promise<Array<{ id: string; text: string; direction: string }>> {
    const path = `/webhooks/webchat/${this.channelId}/messages`;
    const headers = { 'X-Visitor-Token': this.token };
    const page = await new ApiClient(this.base).ok<{ items: Array<{ id: string; text: string; direction: string }> }>(
      'GET',
      path,
      undefined,
      headers,
    );
    return page.items;
  }
}

/** Has a channel be there for longer: what a messenger's list tells of the second in which it was connected is not the channel's. */
export async function connectedSince(
  { storage }: Pick<Parley, 'storage'>,
  channelId: string,
  since: Date,
): Promise<void> {
  await storage.channels.model.updateOne({ _id: channelId }, { $set: { connectedAt: since } });
}

export const anHourAgo = () => new Date(Date.now() - 3_600_000);
