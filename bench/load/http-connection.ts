import { connect, type Socket } from 'node:net';

/** What is asked of a server: made ready beforehand, so that measuring measures the server. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly ifMatch?: string | undefined;
  readonly body?: object | undefined;
};

/** An answer; status 0 when the connection broke. */
export type Answered = { readonly status: number; readonly head: string; readonly body: Buffer };

/** One keep-alive connection with at most one request in flight: the least an HTTP/1.1 client can be. */
export type HttpConnection = {
  ask(asked: Asked): Promise<Answered>;
  /** The same without a promise, for the measured loop. */
  send(asked: Asked, answered: (answer: Answered) => void): void;
  close(): void;
};

const broken: Answered = { status: 0, head: '', body: Buffer.alloc(0) };

/** Connects to a server on this machine, and to no other. */
export const httpConnection = async (port: number): Promise<HttpConnection> => {
  let waiting: ((answer: Answered) => void) | undefined;
  let received: Buffer[] = [];
  let size = 0;
  let whole = Number.POSITIVE_INFINITY;
  let bodyAt = 0;
  let head = '';

  const finish = (answer: Answered): void => {
    const tell = waiting;
    waiting = undefined;
    received = [];
    size = 0;
    whole = Number.POSITIVE_INFINITY;
    head = '';
    tell?.(answer);
  };

  const readHead = (): void => {
    const all = received.length === 1 ? received[0] : Buffer.concat(received);
    const end = all?.indexOf('\r\n\r\n') ?? -1;
    if (all === undefined || end < 0) return;
    head = all.toString('latin1', 0, end + 2);
    bodyAt = end + 4;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined && /\r\ntransfer-encoding:/i.test(head))
      throw new Error('an answer in chunks: this client reads only answers that say how long they are');
    whole = bodyAt + Number(length ?? 0);
  };

  const socket = await connected(port);
  socket.on('data', (chunk: Buffer) => {
    if (waiting === undefined) return;
    received.push(chunk);
    size += chunk.length;
    if (head === '') readHead();
    if (size < whole) return;
    const all = received.length === 1 ? chunk : Buffer.concat(received);
    finish({ status: Number(head.slice(9, 12)), head, body: all.subarray(bodyAt, whole) });
  });
  socket.on('close', () => finish(broken));
  socket.on('error', () => finish(broken));

  const send: HttpConnection['send'] = (asked, answered) => {
    waiting = answered;
    if (socket.writable) socket.write(textOf(asked, port));
    else setImmediate(finish, broken);
  };
  return {
    send,
    ask: (asked) => new Promise((resolve) => send(asked, resolve)),
    close: () => void socket.destroy(),
  };
};

const connected = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });

const textOf = ({ method, path, token, ifMatch, body }: Asked, port: number): string => {
  let head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\n`;
  if (token !== undefined) head += `Authorization: Bearer ${token}\r\n`;
  if (ifMatch !== undefined) head += `If-Match: ${ifMatch}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  const text = JSON.stringify(body);
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};
