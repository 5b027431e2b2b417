import type { ApiChat, ApiMessage, MyChats } from '../support/api-client';
import { type Caller, mayAskAgain } from './caller';
import { answerTo } from './conversation';
import { pause } from './pause';
import type { Random } from './random';

/** An answer that Parley accepted (202). */
export interface AcceptedAnswer {
  text: string;
  chatId: string;
}

/** What all operators share. */
export interface Office {
  /** At the end they take and answer all that is left, and make room for what waits. */
  clearingUp: boolean;
  /** In the order accepted. */
  answers: AcceptedAnswer[];
}

type Decision = 'accept' | 'decline' | 'let lapse';

const askAgainMs = 300;

/** A person at the operators' desk: takes chats, answers each message, closes chats, and is not always attentive. */
export class Operator {
  readonly did = { took: 0, declined: 0, letLapse: 0, cameBack: 0, closed: 0 };
  /** What he should never be told. */
  readonly surprises: string[] = [];
  /** Nothing was left to do when he last looked. */
  isIdle = false;
  private readonly busyWith = new Set<string>();
  private readonly decisions = new Map<string, Decision>();
  private readonly answered = new Set<string>();
  private readonly answersByChat = new Map<string, number>();
  /** His list may be older than his last deed. */
  private readonly closed = new Set<string>();
  /** How a chat looked when all of it was answered. */
  private readonly doneWith = new Map<string, string>();
  private readonly closeAfter: number;

  constructor(
    readonly name: string,
    private readonly of: { caller: Caller; random: Random; office: Office; limit: number },
  ) {
    this.closeAfter = of.random.whole(2, 6);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.isIdle = await this.lookAround(signal);
      await pause(this.of.random.between(150, 450), signal);
    }
  }

  private async lookAround(signal: AbortSignal): Promise<boolean> {
    const { caller, random, office, limit } = this.of;
    const status = await caller.call<{ status: string }>('GET', '/api/operator/status');
    const mine = await caller.call<MyChats>('GET', '/api/chats');
    if (status?.status !== 200 || mine?.status !== 200) return false;
    if (status.body.status === 'inactive') {
      if (office.clearingUp || random.chance(0.4)) await this.comeBack();
      return false;
    }
    const { offered, available, active } = mine.body;
    for (const chat of offered) this.begin(chat, () => this.decide(chat));
    for (const chat of available) if (office.clearingUp || random.chance(0.4)) this.begin(chat, () => this.take(chat));
    const full = offered.length + active.length >= limit;
    for (const chat of active)
      if (!this.isDoneWith(chat) || (office.clearingUp && full))
        this.begin(chat, () => this.workOn(chat, full, signal));
    return this.busyWith.size === 0 && offered.length === 0 && available.length === 0;
  }

  /** One thing at a time with each chat. */
  private begin({ id }: ApiChat, work: () => Promise<void>): void {
    if (this.busyWith.has(id) || this.closed.has(id)) return;
    this.busyWith.add(id);
    work()
      .catch((error: Error) => this.surprises.push(error.message))
      .finally(() => this.busyWith.delete(id));
  }

  private async comeBack(): Promise<void> {
    const heard = await this.of.caller.call('PUT', '/api/operator/status', { body: { status: 'active' } });
    if (heard?.status === 200) this.did.cameBack += 1;
  }

  private async decide(chat: ApiChat): Promise<void> {
    const offerId = chat.offer?.id ?? '';
    const isNew = !this.decisions.has(offerId);
    const decision = this.decisions.get(offerId) ?? this.decision();
    this.decisions.set(offerId, decision);
    switch (this.of.office.clearingUp ? 'accept' : decision) {
      case 'accept':
        return this.take(chat);
      case 'decline':
        if ((await this.of.caller.call('POST', `/api/chats/${chat.id}/decline`))?.status === 200)
          this.did.declined += 1;
        return;
      case 'let lapse':
        if (isNew) this.did.letLapse += 1;
    }
  }

  private decision(): Decision {
    const { random } = this.of;
    if (random.chance(0.8)) return 'accept';
    return random.chance(0.5) ? 'decline' : 'let lapse';
  }

  private async take({ id }: ApiChat): Promise<void> {
    if ((await this.of.caller.call('POST', `/api/chats/${id}/accept`))?.status === 200) this.did.took += 1;
  }

  private async workOn(chat: ApiChat, full: boolean, signal: AbortSignal): Promise<void> {
    const page = await this.of.caller.call<{ items: ApiMessage[] }>('GET', `/api/chats/${chat.id}/messages?limit=200`);
    if (page?.status !== 200) return;
    for (const message of page.body.items) {
      if (message.direction !== 'incoming' || this.answered.has(message.id)) continue;
      if (!(await this.answer(chat, message, signal))) return;
    }
    this.doneWith.set(chat.id, lookOf(chat));
    const enough = (this.answersByChat.get(chat.id) ?? 0) >= this.closeAfter;
    const makeRoom = this.of.office.clearingUp && full;
    // Whether or not the client is just writing the next message.
    if (enough || makeRoom) await this.close(chat, signal);
  }

  /** Asks until the answer is accepted; the key lets it be stored once however often he asks. */
  private async answer(chat: ApiChat, message: ApiMessage, signal: AbortSignal): Promise<boolean> {
    const text = answerTo(message.text);
    const headers = { 'idempotency-key': `answer-${message.id}` };
    while (!signal.aborted) {
      const path = `/api/chats/${chat.id}/messages`;
      const heard = await this.of.caller.call<{ code?: string }>('POST', path, { body: { text }, headers });
      if (heard?.status === 202) {
        this.of.office.answers.push({ text, chatId: chat.id });
        this.answered.add(message.id);
        this.answersByChat.set(chat.id, (this.answersByChat.get(chat.id) ?? 0) + 1);
        return true;
      }
      if (!mayAskAgain(heard)) throw new Error(`"${text}" was refused: ${heard?.status} ${heard?.body?.code}`);
      await pause(askAgainMs, signal);
    }
    return false;
  }

  private async close({ id }: ApiChat, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const heard = await this.of.caller.call<{ code?: string }>('POST', `/api/chats/${id}/close`);
      if (heard?.status === 200 || heard?.body?.code === 'chat_completed') {
        this.did.closed += 1;
        this.closed.add(id);
        return;
      }
      if (!mayAskAgain(heard)) throw new Error(`closing ${id} was refused: ${heard?.status} ${heard?.body?.code}`);
      await pause(askAgainMs, signal);
    }
  }

  private isDoneWith(chat: ApiChat): boolean {
    return this.doneWith.get(chat.id) === lookOf(chat);
  }
}

/** Changes with every message of the client's: nobody marks a chat as read here. */
function lookOf({ unreadCount }: ApiChat): string {
  return String(unreadCount);
}
