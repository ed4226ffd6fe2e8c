import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import type { User } from '#domain/identity/user.ts';
import { type Desk, type DeskNode, startDesk } from '../../../support/desk.ts';
import type { Client } from '../../../support/http/client.ts';
import { type CastName, cast, castPassword, emailOf } from '../../../support/http/sign-ins.ts';
import { eachSharedEngine } from '../../../support/shared-engines.ts';
import { connect } from '../../websocket/live-client.ts';

eachSharedEngine('what one node takes away', (engine) => {
  let here: Desk;
  let there: DeskNode;

  beforeAll(async () => {
    here = await startDesk(engine);
    there = await here.another();
  });
  afterAll(() => here.close());

  type Tokens = { readonly accessToken: string; readonly refreshToken: string };
  const logIn = async (name: CastName): Promise<Tokens> => {
    const credentials = { email: emailOf(name), password: castPassword };
    return (await here.withToken(undefined).post<Tokens>('/v1/auth/login', credentials)).body;
  };
  const change = (name: CastName, facts: Partial<User>) =>
    resolve(here.hexdesk.container, tokens.unitOfWork).run(async (tx) => {
      const user = await tx.users.hold(cast[name].id);
      if (user === undefined) throw new TypeError(`nobody is called ${name}`);
      await tx.users.replace({ ...user, ...facts });
    });

  /** Keeps asking, so that everybody is remembered, until something was taken away; then tells the next answer. */
  const nextAnswer = async (client: Client, path: string, take: () => Promise<unknown>): Promise<number> => {
    let isTaken = false;
    const asking = (async () => {
      while (!isTaken) expect((await client.get(path)).status).toBeLessThan(500);
    })();
    await client.get(path);
    await take();
    isTaken = true;
    const { status } = await client.get(path);
    await asking;
    return status;
  };

  describe('counts with the next request to another node', () => {
    test('after signing out', async () => {
      for (let time = 0; time < 5; time += 1) {
        const { accessToken } = await logIn('carla');
        const signOut = () => here.withToken(accessToken).post('/v1/auth/logout');
        expect(await nextAnswer(there.online.withToken(accessToken), '/v1/me', signOut)).toBe(401);
      }
    });

    test('after a refresh token was used by a thief', async () => {
      const { accessToken, refreshToken } = await logIn('dora');
      const refresh = () => here.withToken(undefined).post('/v1/auth/refresh', { refreshToken });
      await refresh();
      here.clock.advance(11_000);
      expect(await nextAnswer(there.online.withToken(accessToken), '/v1/me', refresh)).toBe(401);
    });

    test('after somebody lost a role', async () => {
      const { accessToken } = await logIn('ada');
      const { grants } = cast.ada;
      const client = there.online.withToken(accessToken);
      expect(await nextAnswer(client, '/v1/users', () => change('ada', { grants: [] }))).toBe(403);
      expect(await nextAnswer(client, '/v1/users', () => change('ada', { grants }))).toBe(200);
    });

    test('after somebody was suspended', async () => {
      const { accessToken } = await logIn('paul');
      const suspend = () => change('paul', { status: 'suspended' });
      expect(await nextAnswer(there.online.withToken(accessToken), '/v1/me', suspend)).toBe(401);
    });
  });

  test('closes live connections on another node', async () => {
    const { accessToken } = await logIn('carla');
    const socket = await connect(there.url.replace('http', 'ws'), { token: accessToken });
    await here.withToken(accessToken).post('/v1/auth/logout');
    expect(await socket.closed).toEqual({ code: 4401, reason: 'signed-out' });
  });
});
