import { z } from 'zod';
import type { Leads } from '../../domain/reception';
import type { Site } from '../contract';
import type { LookedUp } from '../shared/known-leads';
import { compareAddresses } from '../shared/webhook-address';
import { appTokenOf, type FacebookApp, isReady } from './app';
import { isPassing } from './errors';
import { callGraph } from './graph';

/** The app's webhooks, one for each kind of object. */
const webhooks = z.looseObject({
  data: z.array(
    z.looseObject({
      object: z.string(),
      callback_url: z.string().min(1).optional().catch(undefined),
      active: z.boolean().optional().catch(undefined),
    }),
  ),
});

function elsewhere(name: string, ours: string): Leads {
  return {
    kind: 'elsewhere',
    address: name,
    detail: `Facebook hands the messages of this app’s pages to ${name}, so Parley takes none in. To have them here, enter ${ours} as the callback URL of the app’s webhook (object Page) in Meta’s developer console. If ${name} leads to this Parley, enter it as SiteUrl.`,
  };
}

/** Where Facebook hands what happens on the app's pages (domain 1.2); `isSet` is false where it hands it to nobody. */
export async function whereItLeads(
  app: FacebookApp,
  { site, signal }: { site: Site; signal: AbortSignal },
): Promise<{ found: LookedUp; isSet: boolean }> {
  const untold = { found: { kind: 'untold' }, isSet: true } as const;
  const ours = site.webhooksUrl;
  if (ours === null || !isReady(app)) return untold;
  const answer = await callGraph(app, {
    ...{ method: 'GET', path: `/${app.appId}/subscriptions`, signal },
    ...{ token: appTokenOf(app), isAppToken: true },
  });
  if (!answer.ok) return isPassing(answer.trouble) ? { found: { kind: 'not_now' }, isSet: true } : untold;
  const read = webhooks.safeParse(answer.result);
  if (!read.success) return untold;
  const ofPages = read.data.data.find(({ object }) => object === 'page');
  const told = ofPages?.active === false ? undefined : ofPages?.callback_url;
  if (told === undefined) return { found: { kind: 'here' }, isSet: false };
  const compared = compareAddresses(told, ours);
  if (compared === null) return untold;
  return { found: compared.isOurs ? { kind: 'here' } : elsewhere(compared.name, ours), isSet: true };
}
