import type { StandInAccount } from './account';
import { ApiError } from './api-error';
import { render, type StandInTemplate } from './content';
import { newMessage, type StandInMessage } from './message';

/** What Twilio documents for a new message, as far as a WhatsApp sender without Messaging Service may use it. */
const fields = ['To', 'From', 'Body', 'MediaUrl', 'ContentSid', 'ContentVariables', 'StatusCallback'];

/** A number, or a business-scoped id of a user. */
const address = /^whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.\w{1,120})$/;
const longestBody = 1600;
const mostMedia = 1;

function callbackOf(written: string | null): string | null {
  if (written === null) return null;
  const isFine = URL.canParse(written) && /^https?:\/\/[a-z0-9.-]+(:\d+)?(\/|$)/i.test(written);
  if (!isFine) throw new ApiError(21609);
  return written;
}

function variablesOf(written: string | null): Record<string, string> {
  let read: unknown;
  try {
    read = JSON.parse(written ?? '{}');
  } catch {
    throw new ApiError(21656);
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new ApiError(21656);
  const isFine = Object.values(read).every((value) => typeof value === 'string' && /\S/.test(value));
  if (!isFine || /[\n\t]/.test(Object.values(read).join(''))) throw new ApiError(21656);
  return read as Record<string, string>;
}

function templateOf(account: StandInAccount, sid: string | null): StandInTemplate | null {
  if (sid === null) return null;
  const template = account.templates.find((known) => known.sid === sid);
  if (!/^HX[0-9a-f]{32}$/i.test(sid) || !template) throw new ApiError(21655);
  return template;
}

/** Checks a form as Twilio does, and takes the message in. */
export function createMessage(account: StandInAccount, form: URLSearchParams): StandInMessage {
  for (const name of form.keys()) if (!fields.includes(name)) throw new ApiError(20001);
  const [to, from] = [form.get('To'), form.get('From')];
  if (!to) throw new ApiError(21604);
  if (!from) throw new ApiError(21603);
  if (!address.test(to)) throw new ApiError(21211);
  if (to === from) throw new ApiError(63031);
  if (!account.senders.has(from)) throw new ApiError(63007);

  const template = templateOf(account, form.get('ContentSid'));
  if (form.has('ContentVariables') && !template) throw new ApiError(21655);
  const variables = variablesOf(form.get('ContentVariables'));
  const body = template ? render(template, variables) : (form.get('Body') ?? '');
  const mediaUrls = form.getAll('MediaUrl');
  if (!template && body.trim() === '' && mediaUrls.length === 0) throw new ApiError(21619);
  if (body.length > longestBody) throw new ApiError(21617);
  if (mediaUrls.length > mostMedia) throw new ApiError(21623);
  if (mediaUrls.some((url) => !URL.canParse(url) || !/^https?:/.test(url))) throw new ApiError(21620);
  const statusCallback = callbackOf(form.get('StatusCallback'));
  if (account.optedOut.has(to)) throw new ApiError(21610);

  return newMessage({
    ...{ accountSid: account.sid, direction: 'outbound-api', from, to, body, mediaUrls, statusCallback },
    contentSid: template?.sid ?? null,
    createdAt: account.clock.now(),
  });
}
