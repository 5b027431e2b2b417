import { randomBytes } from 'node:crypto';
import { Changes } from '../changes';
import type { StandInClock } from '../stand-in-clock';
import { callOut, type Delivery } from './calls-out';
import type { StandInTemplate } from './content';
import { fateOf } from './fate';
import { type Fault, FaultPlan, type Operation } from './faults';
import type { MessageStatus, StandInMessage } from './message';
import { StandInPerson } from './person';
import type { StandInSender, StandInService } from './sender';
import { newSid } from './sids';
import type { Form } from './signing';

/** How status reports go out: as things happen, all at once and the last first, or not before the test says so. */
type Reporting = 'at once' | 'backwards' | 'held';

/** One request that the API was asked. */
export interface ApiCall {
  operation: Operation;
  form: URLSearchParams;
  status: number;
}

/** An account at Twilio with all that belongs to it. */
export class StandInAccount {
  readonly sid = newSid('AC');
  authToken = randomBytes(16).toString('hex');
  state: 'active' | 'suspended' | 'closed' = 'active';
  readonly senders = new Map<string, StandInSender>();
  readonly people = new Map<string, StandInPerson>();
  readonly messages: StandInMessage[] = [];
  readonly templates: StandInTemplate[] = [];
  readonly services: StandInService[] = [];
  /** Who wrote STOP. */
  readonly optedOut = new Set<string>();
  readonly calls: ApiCall[] = [];
  /** All that it called us with. */
  readonly deliveries: Delivery[] = [];
  readonly faults = new FaultPlan();
  readonly changes = new Changes();
  reporting: Reporting = 'at once';
  /** With what error a new message is refused in the very answer to it. */
  refusesAtOnce: number | null = null;
  /** Every report comes twice. */
  repeatsReports = false;
  private readonly ending = new AbortController();
  private readonly busy = new Set<Promise<unknown>>();

  constructor(
    readonly root: () => string,
    readonly clock: StandInClock,
  ) {}

  /** A number that can be written from by WhatsApp. `webhookUrl` stands at “When a message comes in”. */
  createSender(number: string, given: Partial<Pick<StandInSender, 'webhookUrl' | 'isSandbox'>> = {}): StandInSender {
    const address = `whatsapp:${number}`;
    const sender = { number, address, webhookUrl: null, isSandbox: false, ...given };
    const made: StandInSender = { ...sender, sid: newSid('XE'), joined: new Set(), lastWords: new Map() };
    this.senders.set(address, made);
    return made;
  }

  createService(given: Partial<Omit<StandInService, 'sid'>> = {}): StandInService {
    const service = { sid: newSid('MG'), senders: [], inboundRequestUrl: null, defersToSender: false, ...given };
    this.services.push(service);
    return service;
  }

  /** Whom Twilio tells of what comes for a number; null for nobody. */
  webhookOf(sender: StandInSender): string | null {
    const service = this.services.find(({ senders, defersToSender }) => !defersToSender && senders.includes(sender));
    return service === undefined ? sender.webhookUrl : service.inboundRequestUrl;
  }

  /** Somebody with WhatsApp. */
  person(id: string, name = 'Anna'): StandInPerson {
    const made = new StandInPerson(this, id, name);
    this.people.set(made.address, made);
    return made;
  }

  createTemplate(given: Partial<StandInTemplate> & Pick<StandInTemplate, 'body'>): StandInTemplate {
    const template: StandInTemplate = {
      ...{ sid: newSid('HX'), name: 'order_shipped', language: 'en', variables: {}, status: 'approved' },
      ...given,
    };
    this.templates.push(template);
    return template;
  }

  failNext(operation: Operation, fault: Fault, times?: number): void {
    this.faults.failNext(operation, fault, times);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  rotateToken(): void {
    this.authToken = randomBytes(16).toString('hex');
  }

  get sent(): StandInMessage[] {
    return this.messages.filter(({ direction }) => direction === 'outbound-api');
  }

  untilSent(count: number): Promise<void> {
    const isMet = () => this.sent.length >= count;
    return this.changes.until(isMet, () => `${count} messages, of which there are ${this.sent.length}`);
  }

  /** Takes a message of ours in, and delivers it. */
  take(message: StandInMessage): void {
    this.messages.push(message);
    this.changes.happened();
    const isRefused = this.refusesAtOnce !== null;
    if (isRefused) this.moveTo(message, 'failed', this.refusesAtOnce);
    if (this.reporting !== 'held') this.during(isRefused ? this.report(message, 'failed') : this.deliver(message));
  }

  /** WhatsApp has it, or refuses it. */
  async deliver(message: StandInMessage): Promise<void> {
    const errorCode = await fateOf(this, message);
    const steps: MessageStatus[] = errorCode === null ? ['sent', 'delivered'] : ['undelivered'];
    if (this.reporting === 'backwards') {
      for (const status of steps) this.moveTo(message, status, errorCode);
      for (const status of steps.reverse()) await this.report(message, status);
      return;
    }
    for (const status of steps) {
      this.moveTo(message, status, errorCode);
      await this.report(message, status);
    }
  }

  moveTo(message: StandInMessage, status: MessageStatus, errorCode: number | null = null): void {
    message.status = status;
    message.errorCode = errorCode;
    message.sentAt ??= this.clock.now();
    this.changes.happened();
  }

  async report(message: StandInMessage, status: MessageStatus): Promise<void> {
    const { sid, to, from, statusCallback, errorCode } = message;
    if (statusCallback === null) return;
    const form: Form = [
      ['ChannelPrefix', 'whatsapp'],
      ['ApiVersion', '2010-04-01'],
      ['MessageStatus', status],
      ['SmsSid', sid],
      ['SmsStatus', status],
      ['ChannelInstallSid', newSid('XE')],
      ['To', to],
      ['From', from],
      ['MessageSid', sid],
      ['AccountSid', this.sid],
      ['ChannelToAddress', to.replace(/^whatsapp:/, '').replace(/....$/, 'XXXX')],
      ...(status === 'read' || status === 'delivered' ? ([['EventType', status.toUpperCase()]] as Form) : []),
      ...(errorCode === null ? [] : ([['ErrorCode', String(errorCode)]] as Form)),
    ];
    for (let index = 0; index < (this.repeatsReports ? 2 : 1); index += 1) await this.call(statusCallback, form);
  }

  /** Calls us, signed. */
  async call(url: string, form: Form, signature?: string): Promise<Delivery> {
    const delivery = await callOut(this.authToken, url, form, this.ending.signal, signature);
    this.deliveries.push(delivery);
    this.changes.happened();
    return delivery;
  }

  /** What goes on by itself, until the end. */
  during(work: Promise<unknown>): void {
    this.busy.add(work);
    void work.finally(() => this.busy.delete(work));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled([...this.busy]);
  }
}
