import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { ClockReading } from '../../domain/messenger-clock';
import { readClock } from './read-clock';

/** What every request of Node's goes through, which its types leave out. */
interface RequestTaker {
  addRequest(request: ClientRequest, ...rest: unknown[]): void;
}

/** The messengers' libraries show no headers of what went well. */
function watchReplies(agent: HttpAgent, onReply: (clock: ClockReading | undefined) => void): void {
  const taker = agent as HttpAgent & RequestTaker;
  const addRequest = taker.addRequest.bind(taker);
  taker.addRequest = (request, ...rest) => {
    const askedAt = new Date();
    request.once('response', ({ headers }) => onReply(readClock(headers.date, askedAt)));
    addRequest(request, ...rest);
  };
}

/** One call's own connections, which know whether any ever stood: until then, nothing can have reached the messenger. */
export interface Connection {
  agent: HttpAgent;
  wasOpened(): boolean;
  /** What the last reply told of the messenger's clock, if it did. */
  clock(): ClockReading | undefined;
  close(): void;
}

/**
 * A connection is never taken over from an earlier call: one that the messenger has closed meanwhile breaks just as if the
 * request were lost on its way, and a message would count as possibly sent that never was.
 */
export function freshConnection(apiRoot: string): Connection {
  const secure = apiRoot.startsWith('https:');
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const connect = agent.createConnection.bind(agent);
  let opened = false;
  agent.createConnection = (...request: Parameters<HttpAgent['createConnection']>) => {
    const socket = connect(...request) as Socket;
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      opened = true;
    });
    return socket;
  };
  let clock: ClockReading | undefined;
  watchReplies(agent, (reading) => {
    clock = reading ?? clock;
  });
  return { agent, wasOpened: () => opened, clock: () => clock, close: () => agent.destroy() };
}
