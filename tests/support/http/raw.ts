import { connect } from 'node:net';

/** What came back over a bare socket before it was closed, or fell silent. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Everything, as it came. */
  readonly all: string;
};

/** Longest silence after which no more is expected. */
const silenceMs = 3000;

/** Writes bytes to a server as they are and reads what it says until it closes, or has said `enough`. */
export const speak = (
  url: string,
  parts: readonly (string | Uint8Array)[],
  enough: (heard: string) => boolean = isWhole,
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    let heard = '';
    const done = (): void => {
      socket.destroy();
      resolve(parsed(heard));
    };
    socket.setTimeout(silenceMs, done);
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (enough(heard)) done();
    });
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // whoever refuses a long body may hang up while it is still being sent
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    for (const part of parts) socket.write(part);
  });

/** A whole answer with a Content-Length. */
const isWhole = (heard: string): boolean => {
  const end = heard.indexOf('\r\n\r\n');
  const length = /^content-length: *(\d+)/im.exec(heard.slice(0, Math.max(end, 0)))?.[1];
  return end > 0 && length !== undefined && heard.length >= end + 4 + Number(length);
};

const parsed = (all: string): RawAnswer => {
  const end = all.indexOf('\r\n\r\n');
  const [first = '', ...lines] = all.slice(0, Math.max(end, 0)).split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')),
      line.slice(line.indexOf(':') + 1),
    ]),
  );
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: all.slice(end + 4), all };
};
