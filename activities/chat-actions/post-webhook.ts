import { createHmac } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { withHeartbeats } from '../heartbeats';
import type { ActivityDeps } from '../index';
import { post } from './post';

interface PostRequest {
  runId: string;
  /** As of a notification: no word of the client's. */
  words: string;
}

/** Statuses by which a receiver says that it may take it later. */
const laterStatuses = [408, 425, 429];

/**
 * Posts a notification to the webhook of the settings, if there is one, signed with its secret. The receiver may get it more
 * than once, each time with the same id.
 */
export function createPostWebhook({ storage }: Pick<ActivityDeps, 'storage'>) {
  return async function postWebhook({ runId, words }: PostRequest): Promise<{ posted: boolean }> {
    const [url, secret, siteUrl, run] = await Promise.all([
      storage.settings.get('NotificationWebhookUrl'),
      storage.settings.get('NotificationWebhookSecret'),
      storage.settings.get('SiteUrl'),
      storage.processRuns.get(runId),
    ]);
    if (url === '' || run === null) return { posted: false };
    if (await storage.processRuns.isPosted(runId)) return { posted: true };
    const [chat, operator] = await Promise.all([storage.chats.get(run.chatId), storage.operators.get(run.startedBy)]);
    const body = JSON.stringify({
      id: run.id,
      process: run.process,
      text: words,
      chat: { id: run.chatId, number: chat?.number ?? null, url: `${siteUrl}/api/chats/${run.chatId}` },
      operator: { id: run.startedBy, name: operator?.name ?? '' },
      at: run.startedAt.toISOString(),
    });
    heed(await withHeartbeats(() => post(url, body, headersFor({ id: run.id, body, secret }))));
    await storage.processRuns.markPosted(runId);
    return { posted: true };
  };
}

/** The moment is part of what is signed, so that nobody can use an old post again. */
function headersFor({ id, body, secret }: { id: string; body: string; secret: string }): Record<string, string> {
  const seconds = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Parley',
    'X-Parley-Delivery': id,
    ...(secret === '' ? {} : { 'X-Parley-Signature': `t=${seconds},v1=${mac}` }),
  };
}

function heed(outcome: Awaited<ReturnType<typeof post>>): void {
  if (outcome.kind === 'forbidden') throw webhookFailed(`The webhook must not be called: ${outcome.reason}.`, true);
  if (outcome.kind === 'silent') throw webhookFailed('The webhook cannot be reached: it does not answer.', false);
  if (outcome.kind === 'unreachable') throw webhookFailed(`The webhook cannot be reached: ${outcome.error}.`, false);
  const { status } = outcome;
  if (status >= 200 && status < 300) return;
  const isFinal = status < 500 && !laterStatuses.includes(status);
  throw webhookFailed(`The webhook answered ${status}.`, isFinal);
}

function webhookFailed(message: string, nonRetryable: boolean): ApplicationFailure {
  return ApplicationFailure.create({ type: 'WebhookFailed', message, nonRetryable });
}
