/** A number of the account's that WhatsApp knows. */
export interface StandInSender {
  sid: string;
  number: string;
  /** With its `whatsapp:`. */
  address: string;
  /** At the sender itself; a Messaging Service may have another. */
  webhookUrl: string | null;
  /** Writes to who has joined only. */
  isSandbox: boolean;
  joined: Set<string>;
  /** When each person last wrote, by address. */
  lastWords: Map<string, Date>;
}

/** A Messaging Service, which has senders. */
export interface StandInService {
  sid: string;
  senders: StandInSender[];
  inboundRequestUrl: string | null;
  /** Leaves what comes to the senders' own webhooks. */
  defersToSender: boolean;
}
