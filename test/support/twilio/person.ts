import type { StandInAccount } from './account';
import type { Delivery } from './calls-out';
import { mediaPath, newMessage, type StandInMessage } from './message';
import type { StandInSender } from './sender';
import { newSid } from './sids';
import type { Form } from './signing';

interface Writing {
  /** When Twilio received it; now unless told. */
  at?: Date;
  /** Fields beside those of every message, or in place of them. */
  fields?: Record<string, string>;
  files?: Array<{ bytes: Buffer; mediaType: string; fileName?: string }>;
}

export interface Written {
  message: StandInMessage;
  form: Form;
  /** null when nobody is told of messages. */
  delivery: Delivery | null;
}

/** Somebody who uses WhatsApp. */
export class StandInPerson {
  hasBlocked = false;

  constructor(
    private readonly account: StandInAccount,
    /** The number, or a business-scoped id. */
    readonly id: string,
    readonly name: string,
  ) {}

  get address(): string {
    return `whatsapp:${this.id}`;
  }

  /** Writes to a number of the account's; fulfilled when Twilio has told us of it, or given up. */
  async write(sender: StandInSender, body: string, writing: Writing = {}): Promise<Written> {
    const { message, form } = this.compose(sender, body, writing);
    this.account.messages.push(message);
    sender.lastWords.set(this.address, message.sentAt ?? this.account.clock.now());
    if (sender.isSandbox && /^join /i.test(body)) sender.joined.add(this.address);
    if (/^stop$/i.test(body)) this.account.optedOut.add(this.address);
    const url = this.account.webhookOf(sender);
    return { message, form, delivery: url === null ? null : await this.account.call(url, form) };
  }

  /** Sees what was delivered to him. */
  async readAll(): Promise<void> {
    const unread = this.account.sent.filter(({ to, status }) => to === this.address && status === 'delivered');
    for (const message of unread) {
      this.account.moveTo(message, 'read');
      await this.account.report(message, 'read');
    }
  }

  private compose(
    sender: StandInSender,
    body: string,
    { at = this.account.clock.now(), fields = {}, files = [] }: Writing,
  ) {
    const message = newMessage({
      ...{ accountSid: this.account.sid, direction: 'inbound', from: this.address, to: sender.address },
      ...{ body, status: 'received', createdAt: at, sentAt: at },
      files: files.map((file) => ({ sid: newSid('ME'), createdAt: at, ...file })),
    });
    const media: Form = message.files.flatMap((file, index) => [
      [`MediaContentType${index}`, file.mediaType],
      [`MediaUrl${index}`, this.account.root() + mediaPath(message, file)],
    ]);
    const usual: Form = [
      ['SmsMessageSid', message.sid],
      ['NumMedia', String(files.length)],
      ['ProfileName', this.name],
      ['MessageType', files[0] ? (files[0].mediaType.split('/')[0] ?? '').replace('application', 'document') : 'text'],
      ['SmsSid', message.sid],
      ['WaId', this.id.replace(/^\+/, '')],
      ['SmsStatus', 'received'],
      ['Body', body],
      ['To', sender.address],
      ['NumSegments', '1'],
      ['ReferralNumMedia', '0'],
      ['MessageSid', message.sid],
      ['AccountSid', this.account.sid],
      ['From', this.address],
      ['ApiVersion', '2010-04-01'],
    ];
    const others = usual.filter(([name]) => !Object.hasOwn(fields, name));
    return { message, form: [...others, ...media, ...Object.entries(fields)] satisfies Form };
  }
}
