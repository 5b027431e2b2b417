/** A number of the account's that WhatsApp knows. */
export interface StandInSender {
  number: string;
  /** With its `whatsapp:`. */
  address: string;
  webhookUrl: string | null;
  /** Writes to who has joined only. */
  isSandbox: boolean;
  joined: Set<string>;
  /** When each person last wrote, by address. */
  lastWords: Map<string, Date>;
}
