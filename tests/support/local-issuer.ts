import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Clock } from '#application/ports/clock.ts';

/** A sign-in of somebody's own product, on loopback: it publishes keys and signs what a test wants. */
export type LocalIssuer = {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** How often its keys were asked for. */
  readonly asked: () => number;
  /** A token for Hexdesk of five minutes, but for what a test wants otherwise. */
  sign(
    claims: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** Signs with a new key from now on, and publishes it beside the old one. */
  rotate(): Promise<void>;
  /** What the key set is answered with instead. */
  answerWith(answer: { readonly status: number; readonly body: string; readonly location?: string }): void;
  close(): Promise<void>;
};

export const openLocalIssuer = async (clock: Clock, alg = 'ES256'): Promise<LocalIssuer> => {
  const published: JWK[] = [];
  let signing: GenerateKeyPairResult['privateKey'];
  let asked = 0;
  let instead: { readonly status: number; readonly body: string; readonly location?: string } | undefined;
  const rotate = async (): Promise<void> => {
    const pair = await generateKeyPair(alg, { extractable: true });
    signing = pair.privateKey;
    published.push({ ...(await exportJWK(pair.publicKey)), kid: `key-${published.length + 1}`, alg });
  };
  await rotate();
  const server = createServer((_, response) => {
    asked += 1;
    const { status, body, location } = instead ?? { status: 200, body: JSON.stringify({ keys: published }) };
    response.writeHead(status, { 'content-type': 'application/json', ...(location ? { location } : {}) });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    jwksUrl: `${issuer}/jwks.json`,
    asked: () => asked,
    sign: (claims, header = {}) => {
      const now = Math.floor(clock.now().getTime() / 1000);
      const usual = { iss: issuer, aud: 'hexdesk', iat: now, exp: now + 300 };
      const all = Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined);
      return new SignJWT(Object.fromEntries(all))
        .setProtectedHeader({ alg, kid: `key-${published.length}`, typ: 'JWT', ...header })
        .sign(signing);
    },
    rotate,
    answerWith: (answer) => {
      instead = answer;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
