import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from './api';
import type { Heard, Operator } from './operator';
import type { Stage } from './stage';
import type { Timeline } from './timeline';
import type { Visitor } from './visitor';

export interface Cast {
  client: Visitor;
  operators: [Operator, Operator];
}

export interface PlayOptions {
  stage: Pick<Stage, 'shortenAcceptTimeout' | 'restoreAcceptTimeout'>;
  timeline: Timeline;
  signal: AbortSignal;
}

const question = 'Hello! My parcel has not come yet. Where is it?';
const answer = 'Good morning! It is with your neighbour, at number 12.';
const thanks = 'Found it. Thank you!';

const isOffer = ({ type }: Heard) => type === 'chat.offered';
const says =
  (text: string) =>
  ({ message }: Heard) =>
    message?.text === text;

/** A client writes; the first operator lets the offer lapse, the second takes the chat. Returns the chat's id. */
export async function play({ client, operators }: Cast, options: PlayOptions): Promise<string> {
  const { stage, timeline, signal } = options;
  const { seconds } = await stage.shortenAcceptTimeout();
  timeline.note(`An offer lapses after ${seconds} s this time.`);
  timeline.begin();

  await client.write(question);
  const { absent, present, chatId } = await whoIsOffered(operators);
  await stage.restoreAcceptTimeout();

  await absent.hears('he is inactive', ({ operatorStatus }) => operatorStatus?.status === 'inactive');
  await present.hears('the chat is offered to him', isOffer);
  await pause(signal);
  const command = `/api/chats/${chatId}`;
  timeline.line(present, { does: 'accepts' });
  await present.api.call('POST', `${command}/accept`, { signal });
  timeline.line(absent, { does: `is back and accepts too: ${await refusalOf(absent, `${command}/accept`)}` });

  await pause(signal);
  timeline.line(present, { does: `answers “${answer}”` });
  const seen = client.sees(answer);
  await present.api.call('POST', `${command}/messages`, { body: { text: answer }, signal });
  await seen;
  await present.hears('the client has read it', ({ message }) => message?.deliveryStatus === 'read');

  await pause(signal);
  await client.write(thanks);
  await present.hears('the client has replied', says(thanks));
  await pause(signal);
  timeline.line(present, { does: 'completes the chat' });
  await present.api.call('POST', `${command}/close`, { signal });
  await present.hears('the chat is completed', ({ type }) => type === 'chat.completed');
  return chatId;
}

/** Which of two operators with the same load has the first offer is Parley's choice. */
async function whoIsOffered([a, b]: Cast['operators']): Promise<{
  absent: Operator;
  present: Operator;
  chatId: string;
}> {
  const offered = (to: Operator, other: Operator) =>
    to.hears('a chat is offered to him', isOffer).then(({ chat }) => ({
      absent: to,
      present: other,
      chatId: chat?.id ?? '',
    }));
  const offers = [offered(a, b), offered(b, a)];
  // The later of the two is looked at where it is waited for.
  for (const one of offers) one.catch(() => undefined);
  return Promise.race(offers);
}

async function refusalOf({ api }: Operator, path: string): Promise<string> {
  try {
    await api.call('POST', path);
  } catch (error) {
    if (error instanceof Refused) return `${error.status} ${error.code}`;
    throw error;
  }
  throw new Error('Two operators have one chat.');
}

/** People take a moment. */
function pause(signal: AbortSignal): Promise<void> {
  return sleep(1_200, undefined, { signal });
}
