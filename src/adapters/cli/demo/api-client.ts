/** The demo could not go on; the message says why. */
export class DemoFailed extends Error {
  readonly code = 'demo-failed';
}

/** What the API answered. */
export type Reply = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
};

/** Somebody who talks to the API over HTTP. */
export type ApiClient = {
  post(path: string, body?: object): Promise<Reply>;
  patch(path: string, body: object): Promise<Reply>;
  get(path: string): Promise<Reply>;
};

/** A client of the API with an access token, or without one. Anything but success ends the demo with the problem. */
export const apiClient = (baseUrl: string, accessToken?: string): ApiClient => {
  const call = async (method: string, path: string, body?: object): Promise<Reply> => {
    const headers: Record<string, string> =
      accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetched(`${baseUrl}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Reply['body'];
    if (!response.ok)
      throw new DemoFailed(`${method} ${path} answered ${response.status} ${String(parsed['code'] ?? '')}`);
    return { status: response.status, body: parsed, headers: response.headers };
  };
  return {
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    get: (path) => call('GET', path),
  };
};

const fetched = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new DemoFailed(`No Hexdesk answers at ${new URL(url).origin}. Start it first: npm start`, {
      cause: error,
    });
  }
};

/** A text of an answer that must be there. */
export const textIn = ({ body }: Pick<Reply, 'body'>, field: string): string => {
  const value = body[field];
  if (typeof value !== 'string') throw new DemoFailed(`the answer has no ${field}`);
  return value;
};
