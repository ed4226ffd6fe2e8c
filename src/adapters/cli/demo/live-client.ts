import { type ApiClient, DemoFailed, textIn } from './api-client.ts';

export type Frame = Readonly<Record<string, unknown>>;

/** A live connection as a browser would hold it. */
export type LiveClient = {
  send(frame: Frame): void;
  /** The next frame that fits; waits for it. Frames that do not fit are kept for later. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>;
  close(): void;
};

const patienceMs = 15_000;

/** Opens a live connection with a single-use ticket. */
export const liveClient = async (baseUrl: string, api: ApiClient): Promise<LiveClient> => {
  const ticket = textIn(await api.post('/v1/live/tickets'), 'ticket');
  const socket = new WebSocket(
    `${baseUrl.replace(/^http/, 'ws')}/v1/live?ticket=${encodeURIComponent(ticket)}`,
  );
  const kept: Frame[] = [];
  const waiting: { readonly fits: (frame: Frame) => boolean; readonly take: (frame: Frame) => void }[] = [];

  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame;
    const index = waiting.findIndex(({ fits }) => fits(frame));
    const [first] = index < 0 ? [] : waiting.splice(index, 1);
    if (first === undefined) kept.push(frame);
    else first.take(frame);
  });
  await opened(socket);

  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    next: (fits) =>
      new Promise((resolved, rejected) => {
        const index = kept.findIndex(fits);
        const [found] = index < 0 ? [] : kept.splice(index, 1);
        if (found !== undefined) return resolved(found);
        const timer = setTimeout(
          () => rejected(new DemoFailed('a frame that was due did not come')),
          patienceMs,
        );
        waiting.push({
          fits,
          take: (frame) => {
            clearTimeout(timer);
            resolved(frame);
          },
        });
      }),
    close: () => socket.close(),
  };
};

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolved, rejected) => {
    socket.addEventListener('open', () => resolved());
    socket.addEventListener('error', () => rejected(new DemoFailed('the live connection was refused')));
  });

/** Whether a frame brings a fact of this type. */
export const brings =
  (type: string) =>
  (frame: Frame): boolean =>
    frame['type'] === 'fact' && (frame['fact'] as Frame | undefined)?.['type'] === type;
