import { connect } from 'node:net';

/** An answer as it stood on the wire. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

/**
 * Sends bytes over a connection of their own and collects what comes back until the server has nothing more to say:
 * when it is silent for a while, its client ends its side, and then all.
 */
export const exchanged = (port: number, message: Uint8Array, silenceMs = 40): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let silence: NodeJS.Timeout | undefined;
    let isEnded = false;
    const wait = (): void => {
      clearTimeout(silence);
      silence = setTimeout(
        () => {
          if (isEnded) socket.destroy();
          else socket.end();
          isEnded = true;
          wait();
        },
        isEnded ? silenceMs * 5 : silenceMs,
      );
    };
    socket.on('connect', () => {
      socket.write(message);
      wait();
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      wait();
    });
    socket.on('end', () => socket.end());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // whoever refuses a message need not hear the rest of it
      if (error.code === 'ECONNREFUSED') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(silence);
      resolve(Buffer.concat(chunks));
    });
  });

/** The answers in what a server sent. @throws for what is none. */
export const answersIn = (sent: Buffer): readonly WireAnswer[] => {
  const answers: WireAnswer[] = [];
  let rest = sent.toString('latin1');
  while (rest !== '') {
    const [, code, head = '', after] =
      /^HTTP\/1\.1 (\d{3}) ?[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n(.*)$/s.exec(rest) ?? [];
    if (code === undefined || after === undefined) throw new Error(`no answer: ${rest.slice(0, 200)}`);
    const headers = new Headers();
    for (const line of head.split('\r\n').filter((one) => one !== '')) {
      const colon = line.indexOf(':');
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
    }
    const { body, remaining } = bodyOf(headers, after);
    if (Number(code) >= 200) answers.push({ status: Number(code), headers, body });
    rest = remaining;
  }
  return answers;
};

const bodyOf = (headers: Headers, text: string): { readonly body: string; readonly remaining: string } => {
  if (headers.get('transfer-encoding') === null) {
    // without a length the end of the connection is that of the body, but for what has none
    const untilEnd = headers.get('connection') === 'close' ? text.length : 0;
    const length = Number(headers.get('content-length') ?? untilEnd);
    return { body: utf8(text.slice(0, length)), remaining: text.slice(length) };
  }
  let body = '';
  let rest = text;
  for (;;) {
    const [line = '', size = ''] = /^([0-9a-f]+)\r\n/.exec(rest) ?? [];
    const length = Number.parseInt(size, 16);
    if (Number.isNaN(length)) throw new Error(`a broken chunk: ${rest.slice(0, 100)}`);
    body += rest.slice(line.length, line.length + length);
    rest = rest.slice(line.length + length + 2);
    if (length === 0) return { body: utf8(body), remaining: rest };
  }
};

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
