import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';

/** One call's own connections, which know whether any ever stood: until then, nothing can have reached the messenger. */
export interface Connection {
  agent: HttpAgent;
  wasOpened(): boolean;
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
  return { agent, wasOpened: () => opened, close: () => agent.destroy() };
}
