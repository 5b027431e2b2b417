import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { StandInClock } from '../stand-in-clock';
import type { StoredFile } from './conversation';
import { FaultPlan } from './faults';
import { badToken, GraphError } from './graph-error';
import type { StandInClient } from './stand-in-client';
import type { StandInPage } from './stand-in-page';
import { Webhook } from './webhook';

/** A person who logs in at Facebook, with his roles on pages. */
export interface Manager {
  id: string;
  name: string;
  roles: Array<{ page: StandInPage; tasks: string[] }>;
  /** He presses "Cancel" where he is asked for consent. */
  denies: boolean;
}

export interface IssuedCode {
  manager: Manager;
  redirectUri: string;
  isUsed: boolean;
}

export interface CallRecord {
  method: string;
  /** With its query. */
  path: string;
  edge: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

/** Everything that Facebook knows around one app. */
export class StandInApp {
  readonly id = '1234567890123456';
  readonly secret = randomBytes(16).toString('hex');
  readonly clock = new StandInClock();
  readonly faults = new FaultPlan();
  readonly pages: StandInPage[] = [];
  readonly people = new Map<string, StandInClient>();
  readonly files = new Map<string, StoredFile>();
  readonly codes = new Map<string, IssuedCode>();
  /** User tokens, by whose they are. */
  readonly userTokens = new Map<string, { manager: Manager; isLong: boolean; isExpired: boolean }>();
  readonly calls: CallRecord[] = [];
  /** Requests for conversations that our app has made. */
  readonly threadRequests: string[] = [];
  readonly webhook: Webhook;
  /** Who is asked for consent. */
  manager: Manager = { id: '10001', name: 'Martha', roles: [], denies: false };
  /** Pages that one call of `/me/accounts`, and conversations and messages that one call returns at the most. */
  largestPage = 100;

  constructor(readonly root: () => string) {
    this.webhook = new Webhook(this.secret, (pageIds) => {
      for (const page of this.pages) if (pageIds.includes(page.id)) page.subscriptions.delete(this.id);
    });
  }

  /** Fields that subscriptions are asked for and never have. */
  unlisted: string[] = [];

  /** `GET /{app-id}/subscriptions`: of the app's own token only, which needs no proof. */
  webhooks(asked: { id: string; token: string | null; query: Record<string, string> }): object {
    if (asked.token === null) throw new GraphError(2500, 'An active access token must be used.');
    if (asked.query.appsecret_proof !== undefined)
      throw new GraphError(100, 'Invalid appsecret_proof provided in the API argument', {
        type: 'GraphMethodException',
      });
    if (asked.token !== `${this.id}|${this.secret}`) {
      if (/^\d+\|/.test(asked.token)) throw badToken();
      throw new GraphError(15, 'This method must be called with an app access_token.');
    }
    if (asked.id !== this.id) throw new GraphError(15, 'The app access_token is of another app.');
    const { url, fields, isActive } = this.webhook;
    const of = (object: string, callback: string) => ({
      ...{ object, callback_url: callback, active: isActive },
      fields: fields.map((name) => ({ name, version: 'v25.0' })),
    });
    // What else the app is set up for is listed with it.
    const others = [of('permissions', 'https://other.example/permissions')];
    return { data: url === null ? others : [...others, of('page', url)] };
  }

  keep(file: { bytes: Buffer; mediaType: string; fileName: string }): StoredFile {
    const stored = { ...file, id: randomUUID(), isExpired: false };
    this.files.set(stored.id, stored);
    return stored;
  }

  fileUrl(file: StoredFile | undefined): string {
    return `${this.root()}/files/${file?.id}/${encodeURIComponent(file?.fileName ?? '')}`;
  }

  /** An address of the files' host that leads on to another. */
  redirect(target: string): string {
    return `${this.root()}/files-moved?to=${encodeURIComponent(target)}`;
  }

  findPage(id: string): StandInPage | undefined {
    return this.pages.find((page) => page.id === id);
  }

  proofOf(token: string): string {
    return createHmac('sha256', this.secret).update(token).digest('hex');
  }

  /** Whose token it is, with its proof checked as for apps that require it. */
  holderOf(token: string | null, proof: string | undefined): StandInPage | Manager {
    if (token === null) throw new GraphError(2500, 'An active access token must be used.');
    if (proof === undefined)
      throw new GraphError(100, 'API calls from the server require an appsecret_proof argument', {
        type: 'GraphMethodException',
      });
    const user = this.userTokens.get(token);
    const page = this.pages.find((one) => one.troubleOf(token) !== 'unknown');
    if (!user && !page) throw badToken(467);
    if (proof !== this.proofOf(token))
      throw new GraphError(100, 'Invalid appsecret_proof provided in the API argument', {
        type: 'GraphMethodException',
      });
    const trouble = page?.troubleOf(token);
    if (typeof trouble === 'number') throw badToken(trouble);
    if (user?.isExpired) throw badToken(463);
    const holder = page ?? user?.manager;
    if (holder === undefined) throw badToken(467);
    return holder;
  }
}
