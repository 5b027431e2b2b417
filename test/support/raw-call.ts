import { connect, type Socket } from 'node:net';

/** What came back over a connection that the test writes to byte by byte. */
export interface RawCall {
  socket: Socket;
  write(bytes: string | Buffer): void;
  /** All that was answered, once the other side has closed the connection. */
  closed: Promise<string>;
  /** The head of the first answer. */
  answered: Promise<string>;
}

export function openRawCall(root: string): RawCall {
  const { hostname, port } = new URL(root);
  const socket = connect(Number(port), hostname);
  let heard = '';
  let answer = () => {};
  const answered = new Promise<string>((resolve) => {
    answer = () => resolve(heard);
  });
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
    answer();
  });
  // A connection that is cut off is what these calls are about.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  return { socket, write: (bytes) => void (socket.writable && socket.write(bytes)), closed, answered };
}

/** One call with these bytes; resolves with the status of its answer, or null when the connection was closed without one. */
export async function rawStatus(root: string, bytes: string | Buffer): Promise<number | null> {
  const call = openRawCall(root);
  call.write(bytes);
  const heard = await Promise.race([call.answered, call.closed]);
  call.socket.destroy();
  const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1];
  return status === undefined ? null : Number(status);
}
