import type { ApiDeps } from '../deps';
import { listOf, wholeList } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { settingsSchemaOf } from '../provider-settings';
import { providerShape } from '../shapes/provider';

export function providerRoutes({ providers }: Pick<ApiDeps, 'providers'>): Route[] {
  const items = providers.map((provider) => ({
    code: provider.code,
    title: provider.title,
    settingsSchema: settingsSchemaOf(provider),
  }));
  return [
    route({
      method: 'GET',
      path: '/api/providers',
      operationId: 'GetProviders',
      summary: 'Kinds of messenger, and the settings that a channel of each needs',
      tag: 'Channels',
      access: 'CanManageChats',
      responses: { 200: listOf(providerShape) },
      handle: async () => ok(wholeList(items)),
    }),
  ];
}
