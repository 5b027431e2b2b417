import { z } from 'zod';
import type { Registration } from '../contract';
import type { FacebookApp } from './app';
import { sentenceOf, type Trouble } from './errors';
import { callGraph } from './graph';
import { type FacebookSettings, facebookSettings, substitutePageName } from './settings';
import { subscribe } from './subscription';

const page = z.looseObject({ id: z.string().regex(/^\d+$/), name: z.string().min(1) });

function outcomeOf(trouble: Trouble, { pageId }: FacebookSettings): Registration {
  const reason = sentenceOf(trouble);
  const isRefused = trouble.kind === 'unauthorized' || trouble.kind === 'refused';
  // Which page a token is of, only Facebook can say.
  if (isRefused || pageId === undefined) return { kind: 'refused', reason };
  return { kind: 'unreachable', source: pageId, name: substitutePageName(pageId), reason };
}

/**
 * Registration step, for the pages that the login brings: whose the token is, and has Facebook bring us what happens on the
 * page. Only a page has a category, so that a person's own token is refused.
 */
export async function registerFacebook(app: FacebookApp, given: Record<string, unknown>): Promise<Registration> {
  const read = facebookSettings.safeParse(given);
  if (!read.success) return { kind: 'refused', reason: read.error.issues.map((issue) => issue.message).join(' ') };
  const settings = read.data;
  const token = settings.pageAccessToken;
  const answer = await callGraph(app, { method: 'GET', path: '/me', token, query: { fields: 'id,name,category' } });
  if (!answer.ok) return outcomeOf(answer.trouble, settings);
  const found = page.safeParse(answer.result);
  if (!found.success) return outcomeOf({ kind: 'lost', how: 'unreadable' }, settings);
  const { id, name } = found.data;
  if (settings.pageId !== undefined && settings.pageId !== id)
    return {
      kind: 'refused',
      reason: `This token is of another page, ${name}. Log in at Facebook and choose the page again.`,
    };
  const trouble = await subscribe(app, { id, token });
  if (trouble !== null) return outcomeOf(trouble, { ...settings, pageId: id });
  const connectedAt = settings.connectedAt ?? new Date().toISOString();
  return { kind: 'registered', source: id, name, verified: true, settings: { ...settings, pageId: id, connectedAt } };
}
