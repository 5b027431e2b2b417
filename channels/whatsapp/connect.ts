import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { ConnectOutcome, Site } from '../contract';
import { mayBeDone } from '../shared/trouble';
import { addressOf } from './address';
import { callTwilio } from './call';
import { confirmedDetail, refusalWords } from './connect-report';
import { sentenceOf, type Trouble } from './errors';
import { listSent, plain } from './find-sent';
import { failureOf, statusOf } from './report';
import { settingsOf, type WhatsAppSettings } from './settings';

/** How long the confirmation message is followed; somebody waits for the answer. */
export interface ConnectPace {
  followForMs: number;
  lookEveryMs: number;
  /** WhatsApp has taken it and may still refuse it, which it does within a moment. */
  sentHoldsAfterMs: number;
}
export const connectPace: ConnectPace = { followForMs: 15_000, lookEveryMs: 1_000, sentHoldsAfterMs: 4_000 };

interface Connecting {
  apiRoot: string;
  channel: OpenedChannel;
  settings: WhatsAppSettings;
  site: Site;
  pace: ConnectPace;
}

const twilioMessage = z.looseObject({
  sid: z.string().min(1),
  status: z.string().optional().catch(undefined),
  errorCode: z.number().nullish().catch(null),
  errorMessage: z.string().nullish().catch(null),
});
type Followed = z.infer<typeof twilioMessage>;

const accountStates: Record<string, string> = {
  suspended: 'Twilio has suspended this account. Look into the Twilio console for why: often its balance is used up.',
  closed: 'This Twilio account is closed. Enter the SID and the token of another one.',
};

function outcomeOfTrouble(trouble: Trouble): ConnectOutcome {
  switch (trouble.kind) {
    case 'unauthorized':
      return { kind: 'refused', reason: sentenceOf(trouble) };
    case 'refused':
      return { kind: 'refused', reason: refusalWords(trouble.failure) };
    default:
      return { kind: 'unreachable', reason: `${sentenceOf(trouble)} Connect again when it is over.` };
  }
}

/** null when the account is in order. */
async function checkAccount({ apiRoot, settings }: Connecting): Promise<ConnectOutcome | null> {
  const answer = await callTwilio({
    apiRoot,
    account: settings,
    ask: async (client) => String((await client.api.v2010.accounts(settings.accountSid).fetch()).status),
  });
  if (!answer.ok) return outcomeOfTrouble(answer.trouble);
  const reason = Object.hasOwn(accountStates, answer.result) ? accountStates[answer.result] : undefined;
  return reason === undefined ? null : { kind: 'refused', reason };
}

async function sendConfirmation(connecting: Connecting): Promise<{ sent: Followed } | { outcome: ConnectOutcome }> {
  const { apiRoot, channel, settings, site } = connecting;
  const body = `Parley can write to you from this number: the channel “${channel.name}” is being connected. No answer is needed.`;
  const begunAt = new Date();
  const answer = await callTwilio<unknown>({
    apiRoot,
    account: settings,
    ask: (client) =>
      client.messages.create({
        from: addressOf(settings.phoneNumber),
        to: addressOf(settings.confirmationPhoneNumber),
        body,
        ...(site.webhooksUrl && {
          statusCallback: `${site.webhooksUrl}/status?connect=${encodeURIComponent(channel.id)}`,
        }),
      }),
  });
  const sent = answer.ok ? twilioMessage.safeParse(answer.result).data : undefined;
  if (sent) return { sent };
  const trouble: Trouble = answer.ok ? { kind: 'lost', how: 'unreadable' } : answer.trouble;
  const found = mayBeDone(trouble) ? await findConfirmation(connecting, body, begunAt) : null;
  return found === null ? { outcome: outcomeOfTrouble(trouble) } : { sent: found };
}

/** Twilio may have sent it although its answer was lost; whoever has the number is not written to twice. */
async function findConfirmation(
  { apiRoot, settings }: Connecting,
  body: string,
  since: Date,
): Promise<Followed | null> {
  const answer = await listSent({ apiRoot, account: settings, to: settings.confirmationPhoneNumber, since });
  const found = answer.ok ? answer.result.findLast((listed) => plain(listed.body ?? '') === plain(body)) : undefined;
  return found === undefined ? null : { sid: found.sid };
}

/** What a look at the message says; null while it is open. */
function verdictOn(
  { status, errorCode, errorMessage }: Followed,
  ageMs: number,
  pace: ConnectPace,
): ConnectOutcome | null {
  switch (statusOf(status)) {
    case 'delivered':
    case 'read':
      return { kind: 'verified', detail: confirmedDetail };
    case 'failed':
      return { kind: 'refused', reason: refusalWords(failureOf(status, errorCode ?? null, errorMessage ?? '')) };
    default:
      if (status !== 'sent' || ageMs < pace.sentHoldsAfterMs) return null;
      return { kind: 'verified', detail: 'WhatsApp has taken the confirmation message: the channel can be activated.' };
  }
}

async function follow({ apiRoot, settings, site, pace }: Connecting, first: Followed): Promise<ConnectOutcome> {
  const startedAt = Date.now();
  let seen = first;
  for (;;) {
    const ageMs = Date.now() - startedAt;
    const verdict = verdictOn(seen, ageMs, pace);
    if (verdict !== null) return verdict;
    if (ageMs >= pace.followForMs) break;
    await delay(pace.lookEveryMs);
    const answer = await callTwilio<unknown>({
      apiRoot,
      account: settings,
      timeoutMs: pace.followForMs,
      ask: (client) => client.messages(first.sid).fetch(),
    });
    // A look that fails is nothing to give up for: the message is on its way.
    seen = (answer.ok && twilioMessage.safeParse(answer.result).data) || seen;
  }
  const detail = 'Twilio has taken the confirmation message and not told yet whether it arrived.';
  const next =
    site.webhooksUrl === null ? 'Connect again in some minutes.' : 'The channel can be activated as soon as it does.';
  return { kind: 'pending', detail: `${detail} ${next}` };
}

/** Connects a channel (domain 7.1): checks the credentials, sends the confirmation message, and follows it for a moment. */
export async function connectWhatsApp(
  apiRoot: string,
  channel: OpenedChannel,
  site: Site,
  pace: ConnectPace,
): Promise<ConnectOutcome> {
  const settings = settingsOf(channel);
  if (settings === null) return { kind: 'refused', reason: 'The channel’s settings are incomplete. Enter them again.' };
  const connecting = { apiRoot, channel, settings, site, pace };
  const fault = await checkAccount(connecting);
  if (fault !== null) return fault;
  const confirmation = await sendConfirmation(connecting);
  return 'outcome' in confirmation ? confirmation.outcome : follow(connecting, confirmation.sent);
}
