import type { OpenedChannel } from '../../domain/channel';
import type { FacebookApp } from './app';
import { noToken } from './errors';
import { callGraph, type GraphAnswer, type GraphCall } from './graph';
import { settingsOf } from './settings';

type PageCall = Omit<GraphCall, 'token' | 'path'> & {
  /** Below the page, such as `/messages`; empty for the page itself. */
  edge: string;
};

/** A call about the channel's page, in its name. */
export function callPage(app: FacebookApp, channel: OpenedChannel, { edge, ...call }: PageCall): Promise<GraphAnswer> {
  return callAsPage(app, channel, { ...call, path: `/${channel.source}${edge}` });
}

/** A call in the name of the channel's page. */
export async function callAsPage(
  app: FacebookApp,
  channel: OpenedChannel,
  call: Omit<GraphCall, 'token'>,
): Promise<GraphAnswer> {
  const settings = settingsOf(channel);
  if (settings === null) return { ok: false, trouble: noToken };
  return callGraph(app, { ...call, token: settings.pageAccessToken });
}
