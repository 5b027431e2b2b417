import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** An answer of the HTTP interface as any client gets it. */
export interface Reply<T = never> {
  status: number;
  headers: Headers;
  body: T;
}

export interface ApiChat {
  id: string;
  number: number;
  status: string;
  operator: { id: string; name: string } | null;
  offer: { id: string; expiresAt: string } | null;
  contact: { id: string; name: string; firstName: string | null; lastName: string | null; photoUrl: string | null };
  completedBy: string | null;
  completesAt: string | null;
  unreadCount: number;
  /** Of one chat that was asked for by its id. */
  referral?: { source: string; title: string | null; url: string | null; id: string | null } | null;
  lastMessage: { text: string; direction: string } | null;
  routingLog: Array<{
    event: string;
    reason: string;
    operator: { id: string; name: string } | null;
    candidates: { total: number; operators: Array<{ id: string; name: string; load: number }> } | null;
  }>;
}

export interface ApiMessage {
  id: string;
  chatId: string;
  direction: 'incoming' | 'outgoing';
  type: string;
  text: string;
  timestamp: string;
  kind: 'message' | 'system';
  notice: string | null;
  editedAt: string | null;
  versions: Array<{
    at: string;
    text: string;
    attachments: Array<{ fileName: string; status: string; url: string | null }>;
  }>;
  replyTo: { id: string; chatId: string; text: string } | null;
  author: { id: string; name: string } | null;
  answeredBy: string | null;
  reaction: string | null;
  links: Array<{ text: string; url: string }>;
  sharedContact: { name: string; phones: string[]; emails: string[]; phoneNumber: string } | null;
  forwardedFrom: { name: string | null; url: string | null } | null;
  quote: string | null;
  deliveryStatus: string | null;
  possiblyRepeated: boolean;
  failure: { code: string; reason: string } | null;
  attachments: Array<{
    id: string;
    fileName: string;
    mediaType: string;
    size: number | null;
    status: string;
    url: string | null;
    previewUrl: string | null;
    failure: { code: string; reason: string } | null;
    isQuoted: boolean;
  }>;
  externalId: string | null;
}

export interface MyChats {
  offered: ApiChat[];
  available: ApiChat[];
  active: ApiChat[];
}

/** What a chat is asked to do. */
const isChatCommand = (method: string, path: string) =>
  method === 'POST' && /^\/api\/chats\/[^/]+\/(accept|decline|transfer|close|actions\/[^/]+)$/.test(path);

/** The chat's workflow gave no answer in time, as on a busy machine: the caller is to ask again. */
const isToAskAgain = ({ status, body }: Reply<{ code?: string } | string>) =>
  status === 503 && typeof body === 'object' && body.code === 'chat_not_responding';

/** A caller of the HTTP interface, signed in or not. */
export class ApiClient {
  constructor(
    readonly base: string,
    readonly token: string | null = null,
    readonly userId: string = '',
  ) {}

  /** Asks a chat that doesn't answer again, for as long as he is told to: the same command, by its key. */
  async call<T = never>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    if (!isChatCommand(method, path)) return this.callOnce(method, path, body, headers);
    const keyed = { 'Idempotency-Key': randomUUID(), ...headers };
    for (;;) {
      const reply = await this.callOnce<T>(method, path, body, keyed);
      if (!isToAskAgain(reply as Reply<never>)) return reply;
      await pause(Number(reply.headers.get('retry-after')) * 1_000);
    }
  }

  private async callOnce<T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Reply<T>> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** A call that must succeed. */
  async ok<T = never>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    const reply = await this.call<T>(method, path, body, headers);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  async login(login: string, password: string): Promise<ApiClient> {
    const body = await this.ok<{ token: string; user: { id: string } }>('POST', '/api/login', { login, password });
    return new ApiClient(this.base, body.token, body.user.id);
  }

  mine(): Promise<MyChats> {
    return this.ok('GET', '/api/chats');
  }

  chat(id: string): Promise<ApiChat> {
    return this.ok('GET', `/api/chats/${id}`);
  }

  async conversation(chatId: string): Promise<ApiMessage[]> {
    const page = await this.ok<{ items: ApiMessage[] }>('GET', `/api/chats/${chatId}/messages?limit=200`);
    return page.items;
  }

  accept(chatId: string): Promise<Reply<ApiChat & { code?: string }>> {
    return this.call('POST', `/api/chats/${chatId}/accept`);
  }

  decline(chatId: string): Promise<Reply<ApiChat & { code?: string }>> {
    return this.call('POST', `/api/chats/${chatId}/decline`);
  }

  close(chatId: string): Promise<Reply<ApiChat & { code?: string }>> {
    return this.call('POST', `/api/chats/${chatId}/close`);
  }

  say(chatId: string, text: string): Promise<ApiMessage> {
    return this.ok('POST', `/api/chats/${chatId}/messages`, { text });
  }

  setStatus(status: 'active' | 'inactive'): Promise<{ status: string; reason: string; load: number; limit: number }> {
    return this.ok('PUT', '/api/operator/status', { status });
  }

  status(): Promise<{ status: string; reason: string; load: number; limit: number }> {
    return this.ok('GET', '/api/operator/status');
  }
}
