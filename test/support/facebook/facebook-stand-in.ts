import { Address } from '../telegram/address';
import type { Fault } from './faults';
import { createFacebookApp } from './http-app';
import { StandInApp } from './stand-in-app';
import { type PageOptions, StandInPage } from './stand-in-page';

/** Facebook on this machine: the Graph API, the login, the files, and an app with its webhook; what it keeps outlives a restart. */
export class FacebookStandIn {
  readonly app: StandInApp;
  readonly verifyToken = 'the word that was agreed on';
  private readonly address: Address;

  constructor() {
    this.app = new StandInApp(() => this.root);
    this.address = new Address(createFacebookApp(this.app), 0);
  }

  /** For FACEBOOK_GRAPH_ROOT: no slash at the end. */
  get root(): string {
    return this.address.root;
  }

  /** What Parley is told of the app. */
  get config() {
    const { id: appId, secret: appSecret } = this.app;
    return { graphRoot: this.root, appId, appSecret, verifyToken: this.verifyToken };
  }

  /** A page that the person who logs in manages, unless he is given other tasks there. */
  createPage(options: PageOptions & { tasks?: string[] } = {}): StandInPage {
    const page = new StandInPage(this.app, options);
    this.app.pages.push(page);
    this.app.manager.roles.push({ page, tasks: options.tasks ?? ['MODERATE', 'MESSAGING', 'ANALYZE'] });
    return page;
  }

  /** The next calls of an edge (the last part of the path, such as `messages` or `POST messages`; `*` for any) go wrong. */
  failNext(edge: string, fault: Fault, times = 1): void {
    this.app.faults.fail(edge, fault, times);
  }

  /** Connections are refused, and open ones broken, until `comeUp`; people can go on writing. */
  goDown(): Promise<void> {
    return this.address.close();
  }

  comeUp(): Promise<void> {
    return this.address.open();
  }

  async stop(): Promise<void> {
    await this.app.webhook.settled();
    await this.goDown();
  }
}

export async function startFacebookStandIn(): Promise<FacebookStandIn> {
  const standIn = new FacebookStandIn();
  await standIn.comeUp();
  return standIn;
}
