import { type Conversation, newMid, type StoredMessage } from './conversation';
import type { StandInPage } from './stand-in-page';

/** Somebody who writes to a page. */
export class StandInClient {
  constructor(
    readonly page: StandInPage,
    readonly conversation: Conversation,
    readonly person: { firstName: string; lastName: string },
  ) {
    page.app.people.set(conversation.psid, this);
  }

  /** Page-scoped. */
  get id(): string {
    return this.conversation.psid;
  }

  /** What came from the page, whoever wrote it there. */
  get received(): StoredMessage[] {
    return this.conversation.messages.filter(({ from }) => from === this.page.id);
  }

  sendText(text: string, more: { replyTo?: string; referral?: object } = {}): StoredMessage {
    return this.write({ text, files: [], ...more });
  }

  sendFile(file: { bytes: Buffer; mediaType: string; fileName: string }): StoredMessage {
    return this.write({ files: [this.page.app.keep(file)] });
  }

  sendSticker(): StoredMessage {
    const file = this.page.app.keep({ bytes: Buffer.from('thumb'), mediaType: 'image/png', fileName: 'thumb.png' });
    return this.write({ files: [file], sticker: this.page.app.fileUrl(file) });
  }

  /** Presses a button; `Get Started` is one. */
  press(title: string, payload: string): StoredMessage {
    const message = this.store({ text: title, files: [] });
    this.tell('messaging_postbacks', { postback: { mid: message.mid, title, payload } }, message.at);
    return message;
  }

  /** Opens the conversation by a link or an advertisement, and writes nothing. */
  arrives(referral: object): void {
    this.page.route(this.conversation);
    this.tell('messaging_referrals', { referral });
  }

  edit(mid: string, text: string): void {
    const message = this.conversation.find(mid);
    if (message) message.text = text;
    this.tell('message_edits', { message_edit: { mid, text, num_edit: 1 } });
  }

  react(mid: string, emoji: string | null): void {
    const reaction = emoji === null ? { mid, action: 'unreact' } : { mid, action: 'react', reaction: 'other', emoji };
    this.tell('message_reactions', { reaction });
  }

  /** His phone has received all that was sent until now. */
  receives(): void {
    const mids = this.received.map(({ mid }) => mid);
    this.tell('message_deliveries', { delivery: { mids, watermark: this.page.app.clock.next() } });
  }

  reads(): void {
    this.tell('message_reads', { read: { watermark: this.page.app.clock.next() } });
  }

  block(): void {
    this.conversation.isBlocked = true;
  }

  private write(content: Pick<StoredMessage, 'text' | 'files' | 'sticker' | 'replyTo' | 'referral'>): StoredMessage {
    const message = this.store(content);
    this.tell('messages', { message: this.page.shown(message) }, message.at);
    return message;
  }

  private store(content: Pick<StoredMessage, 'text' | 'files' | 'sticker' | 'replyTo' | 'referral'>): StoredMessage {
    this.page.route(this.conversation);
    const message = { ...content, mid: newMid(), from: this.id, to: this.page.id, at: this.page.app.clock.next() };
    this.conversation.messages.push(message);
    return message;
  }

  private tell(field: string, event: object, at = this.page.app.clock.next()): void {
    this.page.tell(this.conversation, field, event, 'client', at);
  }
}
