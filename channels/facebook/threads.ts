import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { ThreadOutcome } from '../contract';
import { mayBeDone } from '../shared/trouble';
import type { FacebookApp } from './app';
import { sentenceOf, type Trouble } from './errors';
import { callPage } from './page-call';

const owners = z.looseObject({
  data: z.array(
    z.looseObject({
      thread_owner: z
        .looseObject({ app_id: z.union([z.string(), z.number()]).transform(String).optional() })
        .optional(),
    }),
  ),
});

type Edge = '/take_thread_control' | '/release_thread_control' | '/request_thread_control';

interface Conversation {
  app: FacebookApp;
  channel: OpenedChannel;
  clientId: string;
}

/** Null when Facebook has done it. */
async function ask({ app, channel, clientId }: Conversation, edge: Edge): Promise<Trouble | null> {
  const answer = await callPage(app, channel, { method: 'POST', edge, body: { recipient: { id: clientId } } });
  return answer.ok ? null : answer.trouble;
}

/** The app that has the conversation, null when none has, undefined when Facebook does not tell. */
async function ownerOf({ app, channel, clientId }: Conversation): Promise<string | null | undefined> {
  const query = { recipient: clientId };
  const answer = await callPage(app, channel, { method: 'GET', edge: '/thread_owner', query });
  const read = owners.safeParse(answer.ok ? answer.result : null);
  return read.success ? (read.data.data[0]?.thread_owner?.app_id ?? null) : undefined;
}

function outcomeOf(trouble: Trouble): ThreadOutcome {
  const isFinal = trouble.kind === 'refused' || trouble.kind === 'unauthorized';
  return { kind: isFinal ? 'refused' : 'unreachable', reason: sentenceOf(trouble) };
}

/** What was refused may have been so before, and what nobody knows of may be done. */
function worthALook(trouble: Trouble): boolean {
  return trouble.kind === 'refused' || mayBeDone(trouble);
}

/**
 * Gives the conversation back: it goes to the page's default app, or is idle where the page has none, which leaves the next
 * message to every app. Handing back what we do not have has happened already.
 */
export async function handBack(conversation: Conversation): Promise<ThreadOutcome> {
  const trouble = await ask(conversation, '/release_thread_control');
  if (trouble === null) return { kind: 'done' };
  if (!worthALook(trouble)) return outcomeOf(trouble);
  const owner = await ownerOf(conversation);
  return owner !== undefined && owner !== conversation.app.appId ? { kind: 'done' } : outcomeOf(trouble);
}

/**
 * Takes the conversation, which only the page's default app may while another app has it (Conversation Routing); others
 * ask for it. What nobody has is ours to answer.
 */
export async function takeOver(conversation: Conversation): Promise<ThreadOutcome> {
  const trouble = await ask(conversation, '/take_thread_control');
  if (trouble === null) return { kind: 'done' };
  if (!worthALook(trouble)) return outcomeOf(trouble);
  const owner = await ownerOf(conversation);
  if (owner === null || owner === conversation.app.appId) return { kind: 'done' };
  if (trouble.kind !== 'refused') return outcomeOf(trouble);
  const refusal = await ask(conversation, '/request_thread_control');
  if (refusal !== null) return outcomeOf(refusal.kind === 'refused' ? trouble : refusal);
  return {
    kind: 'requested',
    detail:
      'Facebook lets only the page’s default app take a conversation, so Parley has asked for it. Whoever has it now decides.',
  };
}
