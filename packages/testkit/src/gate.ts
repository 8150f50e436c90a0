import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@fleet/provision/ports';

/** A way to a server that can be shut or held up, for one process under test alone. */
export type Gate = {
  readonly port: number;
  /** The same URL, through this gate. */
  through(url: string): string;
  /** Nobody listens, and what stood is cut. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Connections stand and are taken, and nothing comes through any more, as with a server that was stopped. */
  hold(): void;
  /** How many connections stand. */
  connections(): number;
  close(): Promise<void>;
};

/** A gate before a loopback server, open at first. */
export const openGate = async (target: { readonly url: string }): Promise<Gate> => {
  const to = new URL(target.url);
  const port = await freePort();
  const pairs = new Set<readonly [Socket, Socket]>();
  let held = false;
  let server: Server | null = null;

  const join = ([near, far]: readonly [Socket, Socket]) => {
    near.pipe(far);
    far.pipe(near);
  };
  const accept = (near: Socket) => {
    const far = connect({ port: Number(to.port), host: '127.0.0.1' });
    const pair = [near, far] as const;
    pairs.add(pair);
    const cut = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const socket of pair) {
      socket.once('close', cut);
      socket.on('error', () => {});
    }
    if (held) for (const socket of pair) socket.pause();
    else join(pair);
  };

  const gate: Gate = {
    port,
    through: (url) => {
      const other = new URL(url);
      other.hostname = '127.0.0.1';
      other.port = String(port);
      return other.href;
    },
    shut: async () => {
      const listening = server;
      server = null;
      const closed = listening ? new Promise((resolve) => listening.close(resolve)) : null;
      for (const [near] of pairs) near.destroy();
      await closed;
    },
    open: async () => {
      if (held) for (const pair of pairs) join(pair);
      held = false;
      if (server) return;
      const listening = createServer(accept);
      server = listening;
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(port, '127.0.0.1', resolve);
      });
    },
    hold: () => {
      held = true;
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      }
    },
    connections: () => pairs.size,
    close: () => gate.shut(),
  };
  await gate.open();
  return gate;
};
