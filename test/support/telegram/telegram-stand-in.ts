import { randomBytes, randomInt } from 'node:crypto';
import type { UserFromGetMe } from 'grammy/types';
import { StandInClock } from '../stand-in-clock';
import { Address } from './address';
import { BotCore, type ServerSwitches } from './bot-core';
import { createControlRouter } from './control';
import { createTelegramApp, isWellFormedToken } from './http-app';
import { StandInBot } from './stand-in-bot';

export interface BotOptions {
  /** `<bot id>:<secret of at least 24 characters>`. */
  token?: string;
  username?: string;
  firstName?: string;
}

export interface StandInOptions extends Partial<Omit<ServerSwitches, 'clock'>> {
  /** A free one unless told. */
  port?: number;
}

function createMe(id: number, { username, firstName }: BotOptions): UserFromGetMe {
  return {
    id,
    is_bot: true,
    first_name: firstName ?? 'Test Bot',
    username: username ?? `test_${id}_bot`,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    supports_guest_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}

/** A Bot API server of our own; what it keeps outlives a restart. */
export class TelegramStandIn {
  /** What messages and replies are stamped by. */
  readonly clock = new StandInClock();
  private readonly cores = new Map<string, BotCore>();
  private readonly bots = new Map<string, StandInBot>();
  private readonly address: Address;

  constructor(private readonly options: StandInOptions) {
    const app = createTelegramApp(this.cores, { control: createControlRouter(this), clock: this.clock });
    this.address = new Address(app, options.port ?? 0);
  }

  /** For TELEGRAM_API_ROOT: no slash at the end. */
  get root(): string {
    return this.address.root;
  }

  createBot(options: BotOptions = {}): StandInBot {
    const token =
      options.token ?? `${randomInt(100_000_000, 9_000_000_000)}:AA${randomBytes(24).toString('base64url')}`;
    if (!isWellFormedToken(token)) throw new Error(`Telegram has no such tokens: ${token}`);
    if (this.bots.has(token)) throw new Error('There is a bot with this token already');
    const { rateLimits = false, pollingBrakes = false } = this.options;
    const core = new BotCore(token, createMe(Number.parseInt(token, 10), options), {
      rateLimits,
      pollingBrakes,
      clock: this.clock,
    });
    const bot = new StandInBot(core, () => this.root);
    this.cores.set(token, core);
    this.bots.set(token, bot);
    return bot;
  }

  findBot(token: string): StandInBot | undefined {
    return this.bots.get(token);
  }

  /** Connections are refused, and open ones broken, until `comeUp`; people can go on writing. */
  goDown(): Promise<void> {
    return this.address.close();
  }

  comeUp(): Promise<void> {
    return this.address.open();
  }

  async restart(): Promise<void> {
    await this.goDown();
    await this.comeUp();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.bots.values()].map((bot) => bot.stopForeignPollers()));
    await this.goDown();
  }
}

export async function startTelegramStandIn(options: StandInOptions = {}): Promise<TelegramStandIn> {
  const standIn = new TelegramStandIn(options);
  await standIn.comeUp();
  return standIn;
}
