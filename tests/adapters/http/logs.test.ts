import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HexdeskProcess, startProcess, temporaryFolder } from '../../support/hexdesk-process.ts';
import { canary, showsSecrets } from '../../support/http/leaks.ts';

/** One of every secret, each to be looked for in the log. */
const secret = {
  email: `${canary}@example.org`,
  password: `${canary} battery staple`,
  token: `eyJ${canary}.eyJ${canary}.${canary}`,
  text: `The card is 4111 ${canary}`,
};

describe('the log of a Hexdesk in use', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let hexdesk: HexdeskProcess;
  let lines: readonly string[];

  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const raw = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await fetch(`${hexdesk.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...raw,
    });
    const text = await answer.text();
    return { status: answer.status, text };
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    hexdesk = await startProcess({
      DATA_DIR: folder.path,
      ADMIN_EMAIL: secret.email,
      ADMIN_PASSWORD: secret.password,
      LOG_LEVEL: 'trace',
    });
    const { email, password, text, token } = secret;
    const person = { email: `new.${email}`, password, firstName: canary, lastName: canary };
    await send('POST', '/v1/auth/register', person);
    await send('POST', '/v1/auth/verify-email', { email: person.email, code: '000000' });
    await send('POST', '/v1/auth/login', { email, password: `${password}!` });
    await send('POST', '/v1/auth/password-reset-requests', { email });
    await send('POST', '/v1/auth/password-resets', { token: canary, password });
    await send('POST', '/v1/auth/refresh', { refreshToken: token });
    const login = await send('POST', '/v1/auth/login', { email, password });
    const { accessToken } = JSON.parse(login.text) as { accessToken: string };
    const signedIn = { authorization: `Bearer ${accessToken}` };

    const raised = await send('POST', '/v1/tickets', { subject: text, body: text, tags: [canary] }, signedIn);
    const { id } = JSON.parse(raised.text) as { id: string };
    await send('POST', `/v1/tickets/${id}/messages`, { kind: 'internal', body: text }, signedIn);
    await send(
      'POST',
      `/v1/tickets/${id}/messages`,
      { body: text },
      { ...signedIn, 'idempotency-key': canary },
    );
    await send('POST', '/v1/tickets', `{"subject":"${text}`, signedIn);
    await send('POST', '/v1/tickets', { [canary]: text, subject: 7 }, signedIn);
    await send('PATCH', `/v1/tickets/${id}?${canary}=${canary}`, { subject: text }, signedIn);
    await send('GET', `/v1/tickets?tag=${canary}&cursor=${canary}`, undefined, signedIn);
    await send('GET', `/v1/tickets/${canary}?access_token=${token}`, undefined, signedIn);
    await send('GET', `/${canary}/${email}`, undefined, { authorization: `Bearer ${token}` });
    await send('GET', '/v1/me', undefined, { authorization: `Basic ${btoa(`${email}:${password}`)}` });
    await send('GET', '/v1/me', undefined, { 'user-agent': canary, referer: `https://${canary}.example/` });
    await send('POST', '/v1/users', { ...person, role: 'agent', password: undefined }, signedIn);
    await send('POST', '/v1/live/tickets', undefined, signedIn);
    await send('GET', `/v1/live?ticket=${canary}`);
    await send('POST', '/v1/auth/logout', undefined, signedIn);
    const { output } = await hexdesk.end('SIGTERM');
    lines = output.split('\n').filter((line) => line.startsWith('{'));
  });
  afterAll(() => folder.remove());

  test('has a line for every request, with its id, its route and who asked', () => {
    const requests = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ route }) => route);
    expect(requests.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(requests).toContainEqual(
      expect.objectContaining({
        level: 'info',
        method: 'PATCH',
        route: '/v1/tickets/{id}',
        status: 422,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        user: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    );
  });

  test('has no path, no query and no text that somebody sent', () => {
    expect(lines.filter((line) => line.includes(canary))).toEqual([]);
  });

  test('has no token, no password and no address', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter(showsSecrets)).toEqual([]);
  });
});

describe('the search for secrets in a log', () => {
  test.each([
    secret.email,
    secret.password,
    secret.token,
    secret.text,
    'to carla@example.org',
    'Bearer eyJhbGciOiJFZERTQSJ9.e30.x',
    'correct horse battery staple',
  ])('finds %s', (line) => {
    expect(showsSecrets(`{"message":"${line}"}`)).toBe(true);
  });

  test('finds nothing in an ordinary line', () => {
    expect(showsSecrets('{"level":"info","route":"/v1/tickets/{id}","status":200}')).toBe(false);
  });
});
