import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createPlainServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { type FetchLimits, fetchKeySet, KeysUnavailable } from '#adapters/jose/fetch-key-set.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const listening = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** A key set's address on this machine, answered like this. */
const served = async (answer: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(answer))}/jwks.json`;

const saying = (body: string, status = 200): Promise<string> =>
  served((_, response) => response.writeHead(status).end(body));

/** A port of this machine, and how many have knocked there. */
const door = async () => {
  let knocks = 0;
  const port = await listening(
    createPlainServer((socket) => {
      knocks += 1;
      socket.on('error', () => {}).destroy();
    }),
  );
  return { port, knocks: () => knocks };
};

/** Why the keys could not be had. */
const failure = async (address: string, limits?: FetchLimits): Promise<KeysUnavailable> => {
  const error: unknown = await fetchKeySet(address, limits).catch((thrown: unknown) => thrown);
  if (!(error instanceof KeysUnavailable)) throw new TypeError('the keys were had', { cause: error });
  expect(error.code).toBe('keys-unavailable');
  return error;
};

const keys = [{ kty: 'EC', kid: 'one' }];
const exactly = (bytes: number): string => JSON.stringify({ keys }).padEnd(bytes);

describe('A key set', () => {
  test('is read whole, in however many pieces it comes, and nothing beside the keys is taken', async () => {
    const address = await served((request, response) => {
      expect(request.headers).toMatchObject({ accept: 'application/json', connection: 'close' });
      response.write('{"keys":[{"kty":"EC",');
      setImmediate(() => response.end('"kid":"one"}],"issuer":"elsewhere"}'));
    });
    expect(await fetchKeySet(address)).toEqual({ keys });
  });

  test('is read from this machine by each of its names', async () => {
    const { port } = new URL(await saying(JSON.stringify({ keys })));
    expect(await fetchKeySet(`http://localhost:${port}/jwks.json`)).toEqual({ keys });
  });

  test.each([201, 204, 301, 302, 307, 400, 404, 500])('is not taken from an answer of %i', async (status) => {
    const error = await failure(await saying(JSON.stringify({ keys }), status));
    expect(error.message).toBe(`the answer was ${status}`);
  });

  test('is not fetched from where a redirect points', async () => {
    let isFollowed = false;
    const address = await served((request, response) => {
      isFollowed ||= request.url !== '/jwks.json';
      response.writeHead(302, { location: '/elsewhere' }).end(JSON.stringify({ keys }));
    });
    await failure(address);
    expect(isFollowed).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['null', 'null'],
    ['a number', '42'],
    ['a list', '[]'],
    ['no keys', '{}'],
    ['keys that are no list', '{"keys":{"0":{}}}'],
    ['half an answer', '{"keys":['],
  ])('is none when the answer is %s', async (_, body) => {
    expect((await failure(await saying(body))).message).toBe('the answer is no key set');
  });

  test('may have as many bytes as allowed, and not one more', async () => {
    const limits = { timeoutMs: 3000, mostBytes: 1000 };
    expect(await fetchKeySet(await saying(exactly(1000)), limits)).toEqual({ keys });
    await failure(await saying(exactly(1001)), limits);
  });

  test('may have a quarter of a mebibyte where nobody says otherwise', async () => {
    expect(await fetchKeySet(await saying(exactly(262_144)))).toEqual({ keys });
    await failure(await saying(exactly(262_145)));
  });

  test('without an end is not read to the end', async () => {
    const isLeft = Promise.withResolvers<void>();
    const address = await served((_, response) => {
      response.on('close', () => isLeft.resolve());
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(1000), () => setImmediate(more));
      };
      more();
    });
    const error = await failure(address, { timeoutMs: 3000, mostBytes: 10_000 });
    expect(String(error.cause)).toContain('too long');
    await isLeft.promise;
  });

  test.each<[string, RequestListener]>([
    ['does not come', () => {}],
    ['stops in the middle', (_, response) => response.write('{"keys":[')],
  ])('is not waited for longer than allowed when the answer %s', async (_, answer) => {
    await failure(await served(answer), { timeoutMs: 50, mostBytes: 1000 });
  });

  test('is none when the answer breaks off or nobody is there', async () => {
    const breaking = await served((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"keys":[]}', () => response.destroy());
    });
    expect((await failure(breaking)).message).toBe('the answer broke off');
    const gone = await saying('');
    for (const server of servers.splice(0))
      await new Promise<void>((resolve) => server.close(() => resolve()));
    expect((await failure(gone)).message).toBe('there was no answer');
  });
});

describe('An address that keys must not come from', () => {
  test('is not asked: another protocol, a password, a fragment, or no address at all', async () => {
    const { port, knocks } = await door();
    for (const address of [
      'nowhere',
      `ftp://127.0.0.1:${port}/jwks.json`,
      `http://user:password@127.0.0.1:${port}/jwks.json`,
      `http://127.0.0.1:${port}/jwks.json#keys`,
      `http://127.0.0.2:${port}/jwks.json`,
    ]) {
      expect((await failure(address)).message).toBe('the address is not allowed');
    }
    expect(knocks()).toBe(0);
  });

  test.each([
    '127.0.0.2',
    '0.0.0.0',
    '169.254.169.254',
    '[::ffff:127.0.0.1]',
    '[::]',
    '2130706434',
    '0x7f.2',
  ])('is not asked over TLS either: %s', async (host) => {
    const { port, knocks } = await door();
    expect((await failure(`https://${host}:${port}/jwks.json`)).message).toBe('the address is not allowed');
    expect(knocks()).toBe(0);
  });

  test('is not asked under a name that leads there', async () => {
    const { port, knocks } = await door();
    // which of them lead there is up to the machine
    for (const name of ['localhost.', hostname()]) await failure(`https://${name}:${port}/jwks.json`);
    expect(knocks()).toBe(0);
  });

  test('is asked over TLS where TLS was said, also on this machine', async () => {
    const { port } = new URL(await saying(JSON.stringify({ keys })));
    expect((await failure(`https://127.0.0.1:${port}/jwks.json`)).message).toBe('there was no answer');
  });
});
