/** What came back: an answer, nothing because the connection broke, or nothing at all. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string | undefined;
      readonly text: string;
      readonly retryAfter: string | null;
      readonly isReplay: boolean;
      readonly tookMs: number;
    }
  | { readonly kind: 'lost' }
  | { readonly kind: 'hung' };

export type Question = {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly token?: string;
  readonly key?: string | undefined;
  readonly ifMatch?: number | undefined;
  readonly body?: object | undefined;
};

/** Hexdesk promises an answer within 15 seconds; this is how long one is waited for. */
export const patienceMs = 20_000;

/** Asks once. */
export const ask = async (url: string, { method, token, key, ifMatch, body }: Question): Promise<Reply> => {
  const begun = performance.now();
  try {
    const answer = await fetch(url, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      kind: 'answer',
      status: answer.status,
      code: /"code":"([a-z-]+)"/.exec(answer.ok ? '' : text)?.[1],
      text,
      retryAfter: answer.headers.get('retry-after'),
      isReplay: answer.headers.get('idempotency-replayed') === 'true',
      tookMs: performance.now() - begun,
    };
  } catch (error) {
    if (error instanceof DOMException) return { kind: 'hung' };
    if (error instanceof TypeError) return { kind: 'lost' };
    throw error;
  }
};
