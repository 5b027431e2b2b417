import { randomUUID } from 'node:crypto';
import type { Provider } from '../channels/contract';
import { findPageLogin, findProvider, type ManagedPage, type PageLogin } from '../channels/registry';
import { difference } from '../domain/audit';
import { justAdded, type OpenedChannel } from '../domain/channel';
import { invalid, Problem } from '../domain/problem';
import type { FacebookSession } from '../storage/facebook-logins';
import { type AddedChannel, addChannel } from './add-channel';
import type { AuditedUnit, Recorder } from './audit';
import { whenTaken } from './change';
import { changeChannel, noChannel } from './change-channel';
import { administered } from './channel-audit';
import { type Registered, register } from './channel-registration';
import type { ApiDeps } from './deps';

const code = 'facebook';

type Deps = Pick<ApiDeps, 'storage' | 'providers'>;
type SelectablePage = ManagedPage & { token: string };

interface Connected {
  /** Null for a page that is no channel yet. */
  before: OpenedChannel | null;
  registered: Registered;
}

/** The page login of an installation that has a Facebook app. */
export function readyPageLogin(providers: Provider[]): PageLogin {
  const login = findPageLogin(providers);
  if (login === undefined) throw new Problem('not_found', 'There is no Facebook here.');
  const missing = login.missing();
  if (missing !== null) throw new Problem('messenger_refused', missing);
  return login;
}

/** Pages that become channels, and channels that get a new token (domain 6.1). */
export function createFacebookPages(deps: Deps) {
  const { storage, providers } = deps;

  async function managed(session: FacebookSession): Promise<ManagedPage[]> {
    const asked = await readyPageLogin(providers).pages(session.userToken);
    if (asked.ok) return asked.value;
    throw new Problem(asked.isPassing ? 'messenger_unreachable' : 'messenger_refused', asked.reason);
  }

  /** Every page is checked and subscribed before anything is stored: refused for one, none becomes a channel. */
  async function connect(
    session: FacebookSession,
    { pageIds, origin, change }: { pageIds: string[]; origin: string; change: Recorder['change'] },
  ): Promise<OpenedChannel[]> {
    const pages = await managed(session);
    const wanted = [...new Set(pageIds)].map((id) => selectable(pages, id));
    const connected: Connected[] = [];
    for (const page of wanted) connected.push(await ask(page, session));
    return change(async (unit) => {
      const channels: OpenedChannel[] = [];
      for (const { before, registered } of connected) {
        const channel =
          before === null
            ? await addChannel(storage, { channel: channelOf(registered), origin }, unit)
            : await renew(before, registered, unit);
        note(unit, before, channel);
        channels.push(channel);
      }
      return channels;
    }).catch(whenTaken(takenMeanwhile));
  }

  /** Each channel has an entry of its own in the audit log. */
  function note(unit: AuditedUnit, before: OpenedChannel | null, after: OpenedChannel): void {
    const states = { before: before && administered(before, providers), after: administered(after, providers) };
    unit.also({ kind: 'channel', id: after.id }, difference(states.before, states.after));
  }

  async function ask(page: SelectablePage, { endsAt }: FacebookSession): Promise<Connected> {
    const provider = findProvider(providers, code);
    if (provider === undefined) throw new Problem('not_found', 'There is no Facebook here.');
    const before = await storage.channels.openBySource(code, page.id);
    const login = readyPageLogin(providers);
    const settings = login.settingsFor({ page, endsAt, before: before?.settings ?? null });
    const registered = await register(provider, settings).catch((error: unknown) => {
      throw error instanceof Problem ? new Problem(error.code, `${page.name}: ${error.message}`) : error;
    });
    return { before, registered };
  }

  /** The channel stays what it is, with its name, queue and chats. */
  async function renew(before: OpenedChannel, registered: Registered, unit: Parameters<typeof changeChannel>[2]) {
    const now = await storage.channels.open(before.id, unit.tx);
    if (now === null) throw noChannel();
    const provider = findProvider(providers, code);
    return changeChannel({ storage, provider }, { before: now, wanted: {}, registered }, unit);
  }

  return { managed, connect };
}

function selectable(pages: ManagedPage[], id: string): SelectablePage {
  const page = pages.find((one) => one.id === id);
  if (page === undefined) throw invalid({ pageIds: `${id} is no page of the person who logged in` });
  const { token, reason } = page;
  if (token === null) throw invalid({ pageIds: `${page.name} cannot be connected: ${reason}` });
  return { ...page, token };
}

/** Named as the page; an administrator gives it a queue and activates it. */
function channelOf({ foundName, ...registered }: Registered): AddedChannel {
  return {
    ...registered,
    ...{ id: randomUUID(), provider: code, name: foundName, active: false, queueId: null },
    ...justAdded(registered),
  };
}

function takenMeanwhile(): Problem {
  return new Problem('channel_source_taken', 'One of the pages has just become a channel. Ask once more to renew it.');
}
