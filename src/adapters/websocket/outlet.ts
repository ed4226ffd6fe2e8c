import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { type Closing, closings } from './closings.ts';
import type { LiveLimits } from './live-limits.ts';

/** The way out to one client. */
export type Outlet = {
  /** Sends a text. */
  send(text: string): void;
  /** Sends a frame that is framed already. */
  write(frame: Uint8Array): void;
  /** A promise to wait for while the client takes what it was sent, for those who have much to send. */
  ready(): Promise<void> | undefined;
  close(why: Closing): void;
  /** Why it was closed from here, if it was. */
  closedFor(): Closing | undefined;
};

/** Frames after which whoever has much to send lets others have a turn. */
const turn = 64;

/**
 * Sends at once or not at all: a client with too much unsent is closed, so that it comes back and goes on after its
 * cursor; nothing is ever left out.
 */
export const outlet = (
  socket: WebSocket,
  stream: Duplex,
  { unsentBytes, closingMs }: Pick<LiveLimits, 'unsentBytes' | 'closingMs'>,
): Outlet => {
  let draining: Promise<void> | undefined;
  let asked = 0;
  let reason: Closing | undefined;

  const drained = (): Promise<void> => {
    draining ??= new Promise<void>((resolve) => {
      const done = (): void => {
        draining = undefined;
        stream.off('drain', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('close', done);
    });
    return draining;
  };

  const close = (why: Closing): void => {
    if (socket.readyState !== socket.OPEN) return;
    reason = why;
    socket.close(closings[why], why);
    // whoever does not take the close frame either is not waited for
    setTimeout(() => socket.terminate(), closingMs).unref();
  };

  const isTaking = (): boolean => {
    const isOpen = socket.readyState === socket.OPEN;
    const isSlow = isOpen && socket.bufferedAmount > unsentBytes;
    if (isSlow) close('too-slow');
    return isOpen && !isSlow;
  };

  return {
    send(text) {
      if (isTaking()) socket.send(text);
    },
    write(frame) {
      // without compression the library writes at once, too, so frames cannot overtake each other
      if (isTaking()) stream.write(frame);
    },
    ready() {
      asked += 1;
      if (stream.writableNeedDrain) return drained();
      return asked % turn === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined;
    },
    close,
    closedFor: () => reason,
  };
};

/** The text of a frame, however it came in. */
export const textOf = (data: RawData): string => {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
};
