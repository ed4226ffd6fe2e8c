import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tendKeysEvery } from '#application/relays/keep-signing-keys.ts';
import { resolve } from '#bootstrap/di.ts';
import { keysCommand } from '#bootstrap/keys.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { days, minutes } from '#domain/shared/duration.ts';
import { type Desk, type DeskNode, startDesk, startEmbeddedDesk } from '../../../support/desk.ts';
import { castPassword, emailOf } from '../../../support/http/sign-ins.ts';
import { eachSharedEngine } from '../../../support/shared-engines.ts';

type KeySet = { readonly keys: readonly { readonly kid: string }[] };

const kidsAt = async (node: DeskNode): Promise<readonly string[]> =>
  (await node.withToken(undefined).get<KeySet>('/.well-known/jwks.json')).body.keys.map(({ kid }) => kid);

/** Somebody's new token, and the key that signed it. */
const signedInAt = async (node: DeskNode) => {
  const { body } = await node
    .withToken(undefined)
    .post<{ accessToken: string }>('/v1/auth/login', { email: emailOf('ben'), password: castPassword });
  return { token: body.accessToken, kid: decodeProtectedHeader(body.accessToken).kid };
};

const statusOf = async (node: DeskNode, token: string): Promise<number> =>
  (await node.withToken(token).get('/v1/me')).status;

eachSharedEngine('Renewing the signing keys', (engine) => {
  let desk: Desk;
  let nodes: readonly [DeskNode, DeskNode];
  beforeAll(async () => {
    desk = await startDesk(engine);
    nodes = [desk, await desk.another()];
  });
  afterAll(() => desk.close());

  const command = (...given: readonly string[]): Promise<string> =>
    keysCommand(desk.hexdesk.container, given);

  test('by schedule makes one key for all nodes, publishes it before it signs and drops the old one after', async () => {
    const [one, other] = nodes;
    const [first] = await kidsAt(one);
    expect(await kidsAt(other)).toEqual([first]);

    desk.clock.advance(days(90));
    await expect.poll(() => kidsAt(one), { timeout: 10_000 }).toHaveLength(2);
    await expect.poll(() => kidsAt(other), { timeout: 10_000 }).toEqual(await kidsAt(one));
    const [, second] = await kidsAt(one);
    const before = await signedInAt(other);
    expect(before.kid).toBe(first);

    desk.clock.advance(minutes(10));
    const after = await signedInAt(other);
    expect(after.kid).toBe(second);
    for (const node of nodes) {
      expect(await statusOf(node, before.token)).toBe(200);
      expect(await statusOf(node, after.token)).toBe(200);
    }

    desk.clock.advance(minutes(20) + tendKeysEvery);
    for (const node of nodes) await expect.poll(() => kidsAt(node), { timeout: 10_000 }).toEqual([second]);
  });

  test('by command is known to running nodes, and tells what each key does', async () => {
    const [current] = await kidsAt(desk);
    expect(await command('rotate')).toMatch(/is published, and signs from/);
    await expect(command('rotate')).rejects.toThrow('The next key is published already');
    desk.clock.advance(minutes(1));
    const [, next] = await kidsAt(nodes[1]);
    const listed = await command('list');
    expect(listed).toMatch(new RegExp(`^${current}  signing .*kept until`));
    expect(listed).toMatch(new RegExp(`\n${next}  published  made`));
  });

  test('after a leak signs with the new key at once, and what the old ones have signed is void everywhere', async () => {
    const stolen = await signedInAt(nodes[1]);
    for (const node of nodes) expect(await statusOf(node, stolen.token)).toBe(200);
    await expect(command('retire', String(stolen.kid))).rejects.toThrow('This key signs now');
    await command('rotate', '--at-once');
    desk.clock.advance(1000);
    expect((await signedInAt(nodes[1])).kid).not.toBe(stolen.kid);
    await command('retire', String(stolen.kid));
    await expect(command('retire', String(stolen.kid))).rejects.toThrow('There is no key of this name');
    desk.clock.advance(3000);
    for (const node of nodes)
      await expect.poll(() => statusOf(node, stolen.token), { timeout: 10_000 }).toBe(401);
    expect(await statusOf(nodes[0], (await signedInAt(nodes[0])).token)).toBe(200);
  });

  test('at the same moment by several makes one key', async () => {
    desk.clock.advance(minutes(15));
    const before = await kidsAt(desk);
    const rotate = (node: DeskNode) =>
      resolve(node.hexdesk.container, tokens.useCases).rotateSigningKeys('at-once');
    const made = await Promise.all([...nodes, ...nodes].map(rotate));
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    desk.clock.advance(1000);
    expect(await kidsAt(desk)).toHaveLength(before.length + 1);
  });
});

describe('The command for signing keys', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startEmbeddedDesk();
  });
  afterAll(() => desk.close());

  test.each([
    [[]],
    [['rotate', 'now']],
    [['retire']],
    [['list', 'all']],
    [['drop', 'a']],
    [['retire', 'a', 'b']],
  ])('explains itself when it is not understood: %j', async (given) => {
    await expect(keysCommand(desk.hexdesk.container, given)).rejects.toThrow('npm run keys -- list');
  });
});
