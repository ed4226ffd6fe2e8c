import type { WebSocket } from 'ws';
import type { LiveLimits } from './live-limits.ts';

/** Asks a client now and then whether it is there, and ends a connection whose client has not answered by the next time. */
export const heartbeat = (
  socket: WebSocket,
  { heartbeatMs }: Pick<LiveLimits, 'heartbeatMs'>,
  start: number,
): ((now: number) => void) => {
  let isThere = true;
  let nextAt = start + heartbeatMs;
  socket.on('pong', () => {
    isThere = true;
  });
  return (now) => {
    if (now < nextAt || socket.readyState !== socket.OPEN) return;
    if (!isThere) return socket.terminate();
    isThere = false;
    nextAt = now + heartbeatMs;
    socket.ping();
  };
};
