import { StandInClock } from '../stand-in-clock';
import { Address } from '../telegram/address';
import { StandInAccount } from './account';
import { createStoreApp, createTwilioApp } from './http-app';

/** A Twilio of our own: its API at one address, the store of its files at another. What it keeps outlives a restart. */
export class TwilioStandIn {
  /** What messages and replies are stamped by. */
  readonly clock = new StandInClock();
  private readonly accounts = new Map<string, StandInAccount>();
  private readonly api: Address;
  private readonly store: Address;

  constructor() {
    const roots = { own: () => this.api.root, store: () => this.store.root };
    this.api = new Address(createTwilioApp(this.accounts, roots, this.clock), 0);
    this.store = new Address(createStoreApp(this.accounts), 0);
  }

  /** For TWILIO_API_ROOT: no slash at the end. */
  get root(): string {
    return this.api.root;
  }

  createAccount(): StandInAccount {
    const account = new StandInAccount(() => this.root, this.clock);
    this.accounts.set(account.sid, account);
    return account;
  }

  /** Connections to the API are refused, and open ones broken, until `comeUp`; people can go on writing. */
  goDown(): Promise<void> {
    return this.api.close();
  }

  comeUp(): Promise<void> {
    return this.api.open();
  }

  async start(): Promise<void> {
    await Promise.all([this.api.open(), this.store.open()]);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.accounts.values()].map((account) => account.stop()));
    await Promise.all([this.api.close(), this.store.close()]);
  }
}

export async function startTwilioStandIn(): Promise<TwilioStandIn> {
  const standIn = new TwilioStandIn();
  await standIn.start();
  return standIn;
}
