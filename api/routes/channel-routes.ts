import { z } from 'zod';
import type { Provider } from '../../channels/contract';
import { findProvider } from '../../channels/registry';
import { justAdded, type OpenedChannel } from '../../domain/channel';
import { invalid, Problem } from '../../domain/problem';
import { addChannel } from '../add-channel';
import { whenTaken } from '../change';
import { changeChannel, holdQueue, noChannel } from '../change-channel';
import { channelAudit } from '../channel-audit';
import { refuseUnverified, register } from '../channel-registration';
import type { ApiDeps } from '../deps';
import { listOf, searchQuery } from '../http/paging';
import { created, noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { checkSettings, declaredFields } from '../provider-settings';
import { channelShape } from '../shapes/channel';
import { showChannel } from '../show-channel';
import { changedChannel, newChannel } from './channel-fields';
import { createdPage, positionFrom } from './created-page';

type Deps = Pick<ApiDeps, 'storage' | 'providers' | 'service'>;

export function channelRoutes({ storage, providers, service }: Deps): Route[] {
  const tag = 'Channels';
  const show = (channel: OpenedChannel) => showChannel(channel, findProvider(providers, channel.provider));
  const audit = channelAudit({ storage, providers });

  return [
    route({
      method: 'GET',
      path: '/api/channels',
      operationId: 'GetChannels',
      summary: 'Channels, in the order of their creation',
      tag,
      access: 'CanManageChats',
      query: z.object(searchQuery('the name, the source or the provider')),
      responses: { 200: listOf(channelShape) },
      async handle({ query }) {
        const rows = await storage.channels.list(query.q, {
          limit: query.limit + 1,
          after: positionFrom(query.cursor),
        });
        return ok(createdPage(rows, query.limit, show));
      },
    }),
    route({
      method: 'POST',
      path: '/api/channels',
      operationId: 'CreateChannel',
      summary: 'Adds a channel, once its messenger has accepted the credentials',
      description: 'A messenger that cannot be reached does not stand in the way: `health` then says so.',
      tag,
      access: 'CanManageChats',
      audit,
      body: newChannel,
      responses: { 201: channelShape },
      problems: ['channel_source_taken', 'credentials_refused'],
      async handle({ body, newId, origin, change }) {
        const provider = knownProvider(body.provider);
        const settings = checkSettings(provider, body.settings);
        const repeated = await storage.channels.open(newId);
        if (repeated !== null) return created(show(repeated));
        await checkQueue(body.queueId);
        const { foundName, ...registered } = await register(provider, settings);
        refuseUnverified({ active: body.active, verified: registered.verified });
        const channel = {
          ...body,
          ...registered,
          id: newId,
          name: body.name ?? foundName,
          ...justAdded(registered),
        };
        const stored = await change(async (unit) => {
          await holdQueue(storage, body.queueId, unit);
          return addChannel(storage, { channel, origin }, unit);
        }).catch(whenTaken(sourceTaken));
        return created(show(stored));
      },
    }),
    route({
      method: 'GET',
      path: '/api/channels/{id}',
      operationId: 'GetChannel',
      summary: 'A channel',
      tag,
      access: 'CanManageChats',
      responses: { 200: channelShape },
      problems: ['not_found'],
      handle: async ({ params }) => ok(show(there(await storage.channels.open(params.id)))),
    }),
    route({
      method: 'PATCH',
      path: '/api/channels/{id}',
      operationId: 'ChangeChannel',
      summary: 'Changes a channel; new settings are checked by its messenger and must be of the same source',
      tag,
      access: 'CanManageChats',
      audit,
      body: changedChannel,
      responses: { 200: channelShape },
      problems: ['not_found', 'channel_source_taken', 'credentials_refused'],
      async handle({ params: { id }, body: { settings, ...wanted }, change }) {
        const current = there(await storage.channels.open(id));
        const provider = findProvider(providers, current.provider);
        const registered = settings === undefined ? null : await registerAnew(current, settings);
        const after = await change(async (unit) => {
          const before = there(await storage.channels.open(id, unit.tx));
          return changeChannel({ storage, provider }, { before, wanted, registered }, unit);
        });
        return ok(show(after));
      },
    }),
    route({
      method: 'POST',
      path: '/api/channels/{id}/connect',
      operationId: 'ConnectChannel',
      summary: 'Has the messenger confirm a channel, which some ask for before it can be activated',
      description: 'A channel that is confirmed already is left as it is.',
      tag,
      access: 'CanManageChats',
      audit,
      responses: { 200: channelShape },
      problems: ['not_found', 'credentials_refused', 'messenger_unreachable'],
      async handle({ params: { id }, audited }) {
        const channel = there(await storage.channels.open(id));
        await audited(() => service.connecting.connect(channel));
        return ok(show(there(await storage.channels.open(id))));
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/channels/{id}',
      operationId: 'DeleteChannel',
      summary: 'Removes a channel that has never had a chat; others can be deactivated',
      tag,
      access: 'CanManageChats',
      audit,
      responses: { 204: null },
      problems: ['not_found', 'channel_has_chats'],
      async handle({ params: { id }, change }) {
        await change(async (unit) => {
          if ((await storage.chats.anyOfChannel(id, unit.tx)) || (await storage.messages.anyOfChannel(id, unit.tx))) {
            throw new Problem(
              'channel_has_chats',
              'The channel has chats, so it cannot be deleted. Deactivate it instead.',
            );
          }
          if (!(await storage.channels.remove(id, unit.tx))) throw noChannel();
          unit.follow({ kind: 'poll_channel', channelId: id });
        });
        return noContent;
      },
    }),
  ];

  function knownProvider(code: string): Provider {
    const provider = findProvider(providers, code);
    if (provider === undefined)
      throw invalid({ provider: `must be one of ${providers.map((one) => one.code).join(', ')}` });
    return provider;
  }

  /** Before the messenger is asked, so that a slip of ours costs it nothing; it is looked at again with the change. */
  async function checkQueue(queueId: string | null): Promise<void> {
    if (queueId !== null && (await storage.queues.get(queueId)) === null) throw invalid({ queueId: 'is no queue' });
  }

  /** Settings that are not given stay: secrets are not returned, so nobody could send them again. */
  async function registerAnew(current: OpenedChannel, settings: Record<string, unknown>) {
    const provider = knownProvider(current.provider);
    return register(provider, checkSettings(provider, { ...declaredFields(provider, current.settings), ...settings }));
  }
}

function there(channel: OpenedChannel | null): OpenedChannel {
  if (channel === null) throw noChannel();
  return channel;
}

function sourceTaken(): Problem {
  return new Problem('channel_source_taken', 'There is a channel for this source already. Change that one.');
}
