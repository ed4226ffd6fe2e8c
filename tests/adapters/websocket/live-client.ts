import type { IncomingMessage } from 'node:http';
import { expect } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { type ServerFrameType, serverFrames } from '#adapters/wire/live-server-frames.ts';

/** A frame as it came, held to its schema already. */
export type Frame = {
  readonly type: ServerFrameType;
  readonly ref?: string;
  readonly topic?: string;
  readonly cursor?: string;
  readonly fact?: Fact;
  readonly problem?: { readonly code: string; readonly status: number; readonly [fact: string]: unknown };
  readonly message?: {
    readonly id: string;
    readonly body: string;
    readonly kind: string;
    readonly seq: number;
  };
  readonly ticketId?: string;
  readonly replayed?: boolean;
  readonly typing?: readonly Person[];
  readonly viewing?: readonly Person[];
};
type Person = { readonly name: string; readonly role: string };
type Fact = {
  readonly id: string;
  readonly type: string;
  readonly ticketId: string;
  readonly seq: number;
  readonly data: { readonly message?: { readonly body: string } };
};

/** An upgrade that was answered with something else. */
export class NotUpgraded extends Error {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  constructor({ statusCode = 0, headers }: IncomingMessage, body: string) {
    super(`answered ${statusCode} instead of upgrading`);
    this.status = statusCode;
    this.headers = headers;
    this.body = body;
  }
}

export type Way = {
  readonly token?: string;
  readonly ticket?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
};

/** Connects to a node's live endpoint. @throws {NotUpgraded} */
export const connect = async (url: string, { token, ticket, headers = {}, path }: Way) => {
  const query = ticket === undefined ? '' : `?ticket=${encodeURIComponent(ticket)}`;
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const options: ClientOptions = { headers: { ...bearer, ...headers }, perMessageDeflate: false };
  const socket = new WebSocket(`${url}${path ?? `/v1/live${query}`}`, options);
  const client = listening(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
    socket.on('unexpected-response', (_, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => reject(new NotUpgraded(response, Buffer.concat(chunks).toString())));
    });
  });
  return client;
};

export type LiveClient = Awaited<ReturnType<typeof connect>>;

/** The answer to an upgrade that is not let in. */
export const refusalOf = async (url: string, way: Way): Promise<NotUpgraded> => {
  try {
    const client = await connect(url, way);
    client.socket.terminate();
  } catch (error) {
    if (error instanceof NotUpgraded) return error;
    throw error;
  }
  throw new Error('it was let in');
};

const listening = (socket: WebSocket) => {
  const all: Frame[] = [];
  const unread: Frame[] = [];
  let broken: unknown;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  const closed = new Promise<{ readonly code: number; readonly reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
      wake();
    });
  });
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    try {
      expect(serverFrames[frame.type].parse(frame), 'the frame says what its schema says').toEqual(frame);
    } catch (error) {
      broken ??= error;
    }
    all.push(frame);
    unread.push(frame);
    wake();
  });

  /** The first frame not read yet that is the one; those before it stay unread. */
  const next = async (isIt: (frame: Frame) => boolean): Promise<Frame> => {
    for (;;) {
      if (broken) throw broken;
      const at = unread.findIndex(isIt);
      const [frame] = at < 0 ? [] : unread.splice(at, 1);
      if (frame) return frame;
      if (socket.readyState === socket.CLOSED) throw new Error('closed before the frame came');
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  let refs = 0;
  const ask = async (frame: object): Promise<Frame> => {
    refs += 1;
    const ref = `r${refs}`;
    socket.send(JSON.stringify({ ref, ...frame }));
    return next((answer) => answer.ref === ref);
  };
  const factOn = (topic: string, type: string) =>
    next((frame) => frame.type === 'fact' && frame.topic === topic && frame.fact?.type === type);

  return {
    socket,
    closed,
    /** Every frame so far. */
    all: all as readonly Frame[],
    next,
    /** Sends a frame with a ref and waits for its answer. */
    ask,
    subscribe: (topic: string, after?: string) =>
      ask({ type: 'subscribe', topic, ...(after === undefined ? {} : { after }) }),
    send: (frame: object) => socket.send(JSON.stringify(frame)),
    raw: (data: string | Buffer) => socket.send(data),
    factOn,
    /** Ends when everything sent before has been answered: the frames until then are in `all`. */
    settled: () => ask({ type: 'ping' }),
    /** The facts heard on a topic so far, in their order. */
    factsOn: (topic: string) =>
      all.flatMap((frame) =>
        frame.type === 'fact' && frame.topic === topic && frame.fact ? [frame.fact] : [],
      ),
    close: () => socket.close(),
  };
};
