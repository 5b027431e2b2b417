import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A stretch of network between programs and a server, on which a test can stop what goes one way. */
export interface Wire {
  /** host:port that leads to the server. */
  address: string;
  /** Stops a connection's sending from the first piece that fits on. What comes from the server goes through. */
  holdSending(fits?: (piece: Buffer) => boolean): HeldWire;
  /** Stops what the server answers, on all connections. */
  holdAnswers(): HeldWire;
  /** Lets go what a test that failed has left held. */
  release(): void;
  close(): Promise<void>;
}

export interface HeldWire {
  /** Fulfilled when something is held. */
  arrived: Promise<void>;
  release(): void;
}

interface Hold extends HeldWire {
  way: 'sent' | 'answered';
  /** Whether this piece of a connection stays here; once one does, all after it do. */
  takes(connection: Socket, piece: Buffer, pass: () => void): boolean;
}

export async function startWire(target: string): Promise<Wire> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let hold: Hold | null = null;

  const server = createServer((near) => {
    const far = connect(Number(port), host);
    const carry = (from: Socket, to: Socket, way: Hold['way']) => {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (piece) => {
        const pass = () => void (to.writable && to.write(piece));
        if (hold?.way !== way || !hold.takes(from, piece, pass)) pass();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    };
    carry(near, far, 'sent');
    carry(far, near, 'answered');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  function start(way: Hold['way'], fits: (piece: Buffer) => boolean): HeldWire {
    if (hold !== null) throw new Error('something is held on this wire already');
    hold = createHold(way, fits, () => {
      hold = null;
    });
    return hold;
  }

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdSending: (fits = () => true) => start('sent', fits),
    holdAnswers: () => start('answered', () => true),
    release: () => hold?.release(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function createHold(way: Hold['way'], fits: (piece: Buffer) => boolean, ended: () => void): Hold {
  const held = new Set<Socket>();
  const waiting: Array<() => void> = [];
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return {
    way,
    arrived,
    takes(connection, piece, pass) {
      if (!held.has(connection) && !fits(piece)) return false;
      held.add(connection);
      waiting.push(pass);
      arrive();
      return true;
    },
    release() {
      ended();
      for (const pass of waiting) pass();
    },
  };
}
