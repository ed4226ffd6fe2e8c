import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** How a mail server may be: well; no listener; silent; slow; or gone after its greeting. */
export type MailMood = 'well' | 'refusing' | 'hung' | 'slow' | 'dropping';

/** A mail that the server has said it took, to somebody who could hear it. */
export type Arrival = { readonly messageId: string; readonly at: number };

/** A mail server on the loopback that counts what it takes, and can be unwell. */
export type MailSink = {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  be(mood: MailMood): Promise<void>;
  close(): Promise<void>;
};

/** The address that no mood makes this server take mails for. */
export const unknownHere = 'dora@example.org';

const slowMs = 1500;

/** Starts one that is well. */
export const startMailSink = async (): Promise<MailSink> => {
  const arrivals: Arrival[] = [];
  const sockets = new Set<Socket>();
  let mood: MailMood = 'well';
  const inTime = (done: (error?: Error | null) => void) =>
    void pause(mood === 'slow' ? slowMs : 0).then(() => done());

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onMailFrom: (_address, _session, done) => inTime(done),
    onRcptTo: ({ address }, _session, done) =>
      address === unknownHere
        ? done(Object.assign(new Error('nobody of that name'), { responseCode: 550 }))
        : inTime(done),
    onData: (stream, { remotePort }, done) => {
      let head = '';
      stream.on('data', (part: Buffer) => {
        if (head.length < 16_384) head += part.toString('latin1');
      });
      stream.on('end', () =>
        inTime(() => {
          if (![...sockets].some((socket) => socket.remotePort === remotePort)) return;
          const messageId = /^message-id:\s*(<[^>]*>)/im.exec(head)?.[1] ?? '(none)';
          arrivals.push({ messageId, at: Date.now() });
          done(null, 'taken');
        }),
      );
    },
  });
  // clients that break off are part of the trial
  server.on('error', () => {});

  const door = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    if (mood === 'hung') return;
    if (mood === 'dropping') return void socket.end('220 well met\r\n');
    server.server.emit('connection', socket);
  });
  const open = (port: number): Promise<void> =>
    new Promise((resolve) => door.listen(port, '127.0.0.1', () => resolve()));
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      door.close(() => resolve());
      for (const socket of sockets) socket.destroySoon();
    });
  await open(0);
  const { port } = door.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    arrivals,
    async be(wanted) {
      // who is told that a mail was taken must hear it: else it rightly comes again
      if (wanted === mood) return;
      mood = wanted;
      if (mood === 'refusing') return shut();
      for (const socket of sockets) socket.destroySoon();
      if (!door.listening) await open(port);
    },
    close: async () => {
      if (door.listening) await shut();
    },
  };
};
