import { randomBytes, randomUUID } from 'node:crypto';
import type { Provider } from '../channels/contract';
import { justAdded } from '../domain/channel';
import type { Language } from '../domain/languages';
import { presetNames } from '../domain/presets';
import { permissions } from '../domain/user';
import { isDuplicate } from '../storage/database';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { register } from './channel-registration';
import type { ApiDeps } from './deps';
import { addPresetAction } from './presets';
import { checkSettings } from './provider-settings';

const login = 'admin';
const madePasswordBytes = 12;

export interface FirstAccount {
  login: string;
  /** Set when it was made here: it is told once and stored nowhere. */
  madePassword: string | null;
}

type Deps = Pick<ApiDeps, 'storage' | 'consequences' | 'passwords'>;

/**
 * Makes the first account, and with `starter` what a newcomer needs to try Parley, when there is no account yet. Of several
 * processes that start together one does it; the others get null.
 */
export async function makeFirstAccount(
  deps: Deps,
  { password, starter }: { password: string | undefined; starter: Provider | null },
): Promise<FirstAccount | null> {
  const { storage } = deps;
  if (await storage.users.any()) return null;
  const madePassword = password === undefined ? randomBytes(madePasswordBytes).toString('base64url') : null;
  const passwordHash = await deps.passwords.hash(password ?? madePassword ?? '');
  const userId = randomUUID();
  const user = { id: userId, login, name: 'Administrator', permissions: [...permissions], roleIds: [] };
  const language = await storage.settings.get('Language');
  const channel = starter && (await starterChannel(starter, language));
  try {
    const { chores } = await commit(storage, async (unit) => {
      await storage.users.create(user, passwordHash, unit.tx);
      await storage.operators.create({ id: userId, name: user.name }, unit.tx);
      if (channel !== null) await makeStarter(deps, { userId, channel }, unit);
    });
    // Not waited for: with Temporal away it takes seconds, and until it is told the password exists here only.
    void deps.consequences.perform(chores);
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
  return { login, madePassword };
}

async function starterChannel(provider: Provider, language: Language) {
  const { foundName: _, ...registered } = await register(provider, checkSettings(provider, {}));
  return { id: randomUUID(), provider: provider.code, name: presetNames.channel[language], language, ...registered };
}

/** A queue with the first account in it and an action for its chats, and a channel that needs no messenger. */
async function makeStarter(
  { storage }: Deps,
  { userId, channel }: { userId: string; channel: Awaited<ReturnType<typeof starterChannel>> },
  unit: UnitOfWork,
): Promise<void> {
  const queueId = randomUUID();
  const queue = {
    id: queueId,
    name: presetNames.queue[channel.language],
    routingRule: 'ToMostFree',
    completionTimeoutMinutes: null,
    keepOpenWhileUnanswered: false,
    operators: [{ userId }],
  };
  await storage.queues.create(queue, unit.tx);
  unit.follow({ kind: 'sync_queue_members', queueId });
  await addPresetAction(storage, queueId, unit);
  const settled = { active: true, queueId, ...justAdded({ verified: true }) };
  await storage.channels.create({ ...channel, ...settled }, unit.tx);
  await storage.presets.claim('queue', queueId, unit.tx);
  await storage.presets.claim('channel', channel.id, unit.tx);
  unit.follow({ kind: 'poll_channel', channelId: channel.id });
}
