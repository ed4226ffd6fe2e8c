import type { Contract } from './contract.ts';

/** What came back. The body is JSON already, or text where it is none; the test says what it expects of it. */
export type Answer<Body = unknown> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
};

type HeaderFields = Readonly<Record<string, string>>;

/** What is sent beside method and path. A `raw` body goes as it is, any other as JSON. */
export type Sending = {
  readonly headers?: HeaderFields;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
};

/** Somebody who uses the API. Every answer is held to its contract before the test sees it. */
export type Client = {
  send<Body = unknown>(method: string, path: string, sending?: Sending): Promise<Answer<Body>>;
  get<Body = unknown>(path: string, headers?: HeaderFields): Promise<Answer<Body>>;
  post<Body = unknown>(path: string, body?: unknown, headers?: HeaderFields): Promise<Answer<Body>>;
  put<Body = unknown>(path: string, body?: unknown, headers?: HeaderFields): Promise<Answer<Body>>;
  patch<Body = unknown>(path: string, body?: unknown, headers?: HeaderFields): Promise<Answer<Body>>;
  delete<Body = unknown>(path: string, headers?: HeaderFields): Promise<Answer<Body>>;
};

export type ClientDeps = {
  /** Carries a request over, with a socket or without one. */
  readonly carry: (path: string, init: RequestInit) => Promise<Response>;
  readonly contract: () => Promise<Contract>;
  /** The bearer token to send, if any. */
  readonly token: () => Promise<string | undefined>;
};

export const client = ({ carry, contract, token }: ClientDeps): Client => {
  const send = async <Body>(method: string, path: string, sending: Sending = {}): Promise<Answer<Body>> => {
    const bearer = await token();
    const { raw, body } = sending;
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await carry(path, {
      method,
      redirect: 'manual',
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...sending.headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const { status, headers } = response;
    const text = await response.text();
    const { pathname } = new URL(path, 'http://desk.example.org');
    (await contract())({ method, path: pathname, status, headers, text });
    return { status, headers, text, body: bodyOf(headers, text) as Body };
  };
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body, headers = {}) => send('POST', path, { body, headers }),
    put: (path, body, headers = {}) => send('PUT', path, { body, headers }),
    patch: (path, body, headers = {}) => send('PATCH', path, { body, headers }),
    delete: (path, headers = {}) => send('DELETE', path, { headers }),
  };
};

const bodyOf = (headers: Headers, text: string): unknown =>
  text !== '' && /json/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : text;
