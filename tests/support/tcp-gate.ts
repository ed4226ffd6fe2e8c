import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be closed in all the ways a network fails. */
export type TcpGate = {
  /** The server's URL, but through the gate. */
  readonly url: string;
  /** Lets nothing through any more, and says nothing of it. */
  freeze(): void;
  thaw(): void;
  /** Ends every connection; new ones are taken. */
  cut(): void;
  close(): Promise<void>;
};

/** Puts a gate on loopback before the server of a URL, on this port or on any that is free. */
export const openTcpGate = async (serverUrl: string, port = 0): Promise<TcpGate> => {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  const gate = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
      if (frozen) from.pause();
    }
  });
  await new Promise<void>((resolve) => gate.listen(port, '127.0.0.1', resolve));
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((gate.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => gate.close(resolve));
    },
  };
};
