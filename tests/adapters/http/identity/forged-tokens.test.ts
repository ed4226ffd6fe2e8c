import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { eachEngine } from '../../../support/engines.ts';
import { forgeries } from '../../../support/forgeries.ts';

eachEngine('A token that is not ours as it stands', (engine) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(engine);
  });
  afterAll(() => desk.close());

  test('is refused in every way there is to make one, over a real connection', async () => {
    const token = await desk.tokenOf('carla');
    const [key] = await resolve(desk.hexdesk.container, tokens.signingKeys).all();
    if (key === undefined) throw new TypeError('there is no signing key');
    const ask = (bearer: string) => desk.online.withToken(bearer).get('/v1/me');
    expect((await ask(token)).status).toBe(200);
    for (const [name, forged] of Object.entries(forgeries({ token, key, now: desk.clock.now() }))) {
      const answer = await ask(forged);
      expect.soft(answer, name).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect.soft(answer.headers.get('www-authenticate'), name).toBe('Bearer');
    }
    expect((await ask(token)).status).toBe(200);
  });
});
