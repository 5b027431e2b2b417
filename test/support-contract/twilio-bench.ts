import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { StandInAccount } from '../support/twilio/account';
import type { StandInPerson } from '../support/twilio/person';
import type { StandInSender } from '../support/twilio/sender';
import { startTwilioStandIn, type TwilioStandIn } from '../support/twilio/twilio-stand-in';

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** An account with a number, a person, and whoever asks Twilio's API with a bare HTTP client. */
export interface TwilioBench {
  standIn: TwilioStandIn;
  account: StandInAccount;
  sender: StandInSender;
  anna: StandInPerson;
  messagesPath: string;
  ask(path: string, form?: Record<string, string>, token?: string): Promise<Answer>;
  /** A new message; what is given takes the place of what is there. */
  create(form?: Record<string, string>): Promise<Answer>;
}

export async function setUpTwilio(): Promise<TwilioBench> {
  const standIn = await startTwilioStandIn();
  const account = standIn.createAccount();
  const sender = account.createSender('+14155550100');
  const anna = account.person('+4915112345678');
  const messagesPath = `/2010-04-01/Accounts/${account.sid}/Messages`;

  async function ask(path: string, form?: Record<string, string>, token = account.authToken): Promise<Answer> {
    const authorization = `Basic ${Buffer.from(`${account.sid}:${token}`).toString('base64')}`;
    const response = await fetch(standIn.root + path, {
      headers: { authorization },
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const body = isJson ? ((await response.json()) as Answer['body']) : {};
    return { status: response.status, headers: response.headers, body };
  }

  const create: TwilioBench['create'] = (form = {}) =>
    ask(`${messagesPath}.json`, { From: sender.address, To: anna.address, Body: 'Hello', ...form });
  return { standIn, account, sender, anna, messagesPath, ask, create };
}

export function rowsOf({ body }: Answer, key = 'messages'): Array<Record<string, unknown>> {
  return body[key] as Array<Record<string, unknown>>;
}

type AnswerCall = (status: number, type?: string, body?: Buffer) => 'answered';

/** Somebody whom Twilio calls; answers as told, by the number of the call, and breaks the connection when not. */
export async function startSite(
  behave: (call: number, answer: AnswerCall) => 'answered' | null = (_call, answer) => answer(204),
) {
  const calls: Array<{ headers: IncomingHttpHeaders; body: string }> = [];
  const server: Server = createServer(async (request, response) => {
    const call = calls.push({ headers: request.headers, body: await readText(request) }) - 1;
    const answered = behave(call, (status, type = 'text/xml', body = Buffer.alloc(0)) => {
      response.writeHead(status, { 'content-type': type }).end(status === 204 ? undefined : body);
      return 'answered';
    });
    if (answered === null) response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { base, calls, stop };
}
