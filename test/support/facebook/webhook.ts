import { createHmac } from 'node:crypto';

const hourMs = 60 * 60_000;

/** JSON as Facebook writes it: other letters than ASCII's escaped, and slashes too. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
}

export function signatureOf(body: string | Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export interface Entry {
  id: string;
  time: number;
  messaging?: object[];
  standby?: object[];
}

interface Delivery {
  entries: Entry[];
  /** When it failed first, in the time that has passed for deliveries. */
  failedAt: number | null;
}

/**
 * The app's webhook as Facebook serves it: each delivery signed, repeated when it is not answered with 200, and given up,
 * with the pages unsubscribed, after an hour of failures.
 */
export class Webhook {
  /** Where it goes; null: nobody has set a webhook up. */
  url: string | null = null;
  /** Switched off, it stays listed and brings nothing. */
  isActive = true;
  readonly fields = ['messages', 'messaging_postbacks', 'message_echoes', 'standby', 'messaging_handovers'];
  /** What happened since a test began to hold it. */
  private held: Entry[] | null = null;
  private failed: Delivery[] = [];
  /** Time that a test has let pass for deliveries; messages are written in that of the machine. */
  private passedMs = 0;
  private readonly running = new Set<Promise<void>>();
  /** Statuses in the order of the answers; 0 for none. */
  readonly answers: number[] = [];

  constructor(
    private readonly secret: string,
    private readonly onGivenUp: (pageIds: string[]) => void,
  ) {}

  /** Asks as Facebook does when somebody types an address into its console. */
  async verify(url: string, verifyToken: string): Promise<boolean> {
    const challenge = String(Math.floor(Math.random() * 1e9));
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': challenge };
    const response = await fetch(`${url}?${new URLSearchParams(query)}`);
    const isRight = response.status === 200 && (await response.text()) === challenge;
    if (isRight) this.url = url;
    return isRight;
  }

  push(entry: Entry): void {
    if (this.url === null || !this.isActive) return;
    if (this.held !== null) this.held.push(entry);
    else this.start({ entries: [entry], failedAt: null });
  }

  /** Keeps what happens; `releaseBatch` sends it in one delivery. */
  hold(): void {
    this.held = [];
  }

  releaseBatch(order: (entries: Entry[]) => Entry[] = (entries) => entries): void {
    const entries = order(this.held ?? []);
    this.held = null;
    if (entries.length > 0) this.start({ entries, failedAt: null });
  }

  /** Resolves when every delivery has been answered, or not. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Lets time pass: what failed is repeated, or given up. */
  async passTime(ms: number): Promise<void> {
    await this.settled();
    this.passedMs += ms;
    const again = this.failed.splice(0);
    const isOver = ({ failedAt }: Delivery) => failedAt !== null && this.passedMs - failedAt >= hourMs;
    for (const delivery of again.filter((one) => !isOver(one))) this.start(delivery);
    await this.settled();
    const givenUp = [...again.filter(isOver), ...this.failed.filter(isOver)];
    this.failed = this.failed.filter((one) => !isOver(one));
    if (givenUp.length > 0) this.onGivenUp(givenUp.flatMap(({ entries }) => entries.map(({ id }) => id)));
  }

  /** Sends these entries once more, as Facebook does now and then without need. */
  repeat(entries: Entry[]): void {
    this.start({ entries, failedAt: null });
  }

  private start(delivery: Delivery): void {
    const sending = this.send(delivery).finally(() => this.running.delete(sending));
    this.running.add(sending);
  }

  private async send(delivery: Delivery): Promise<void> {
    const body = escapedJson({ object: 'page', entry: delivery.entries });
    const headers = { 'Content-Type': 'application/json', 'X-Hub-Signature-256': signatureOf(body, this.secret) };
    const status = await fetch(this.url ?? '', { method: 'POST', headers, body }).then(
      (response) => response.status,
      () => 0,
    );
    this.answers.push(status);
    if (status !== 200) this.failed.push({ ...delivery, failedAt: delivery.failedAt ?? this.passedMs });
  }
}
