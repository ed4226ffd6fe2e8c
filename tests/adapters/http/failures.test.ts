import type { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { json } from '#adapters/http/answer.ts';
import { type AppDeps, httpApp } from '#adapters/http/app.ts';
import { openRoute } from '#adapters/http/route.ts';
import { unlimitedAttempts } from '#adapters/rate-limit/attempts.ts';
import { z } from '#adapters/wire/schemas.ts';
import type { IdempotencyLedger } from '#application/ports/idempotency-ledger.ts';
import { HasherBusy } from '#application/ports/password-hasher.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { recordingLogger } from '../../support/recording-logger.ts';

const keepsNothing: IdempotencyLedger = {
  once: async (_, effect) => ({ outcome: 'done', answer: await effect() }),
  onceApart: async (_, effect) => ({ outcome: 'done', answer: await effect() }),
  purgeExpired: async () => 0,
};

/** An app of one route that does this, and its log. */
const appThat = (handle: () => Promise<unknown>, deps: Partial<AppDeps> = {}) => {
  const logger = recordingLogger();
  const route = openRoute({
    method: 'post',
    path: '/v1/do',
    operationId: 'do',
    tag: 'Tests',
    summary: 'Does it',
    inputs: {},
    answers: { 200: { description: 'Done.', schema: z.unknown() } },
    handle: async () => json(200, await handle()),
  });
  const app = httpApp({
    routes: [route],
    logger,
    authenticate: async () => undefined,
    readTicket: async () => undefined,
    mayStillOpen: async () => false,
    actFor: async () => undefined,
    ledger: keepsNothing,
    secrets: { token: () => '', code: () => '', recoveryCode: () => '', digest: () => '', derive: () => '' },
    addressOf: () => '127.0.0.1',
    attempts: unlimitedAttempts,
    origin: { current: () => undefined, within: (_, work) => work() },
    measured: undefined,
    corsOrigins: [],
    allowance: undefined,
    windowSeconds: 60,
    deadlineMs: 5000,
    ...deps,
  });
  return { app, logger };
};

const post = async (app: Pick<Hono, 'request'>) => {
  const answer = await app.request('/v1/do', { method: 'POST', headers: { 'x-request-id': 'a-try' } });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};

const failing = (error: Error) => async (): Promise<never> => {
  throw error;
};

describe('what fails', () => {
  test('says nothing of its inside, and is logged with it', async () => {
    const inside = new Error('select * from users where email = …', { cause: new Error('deeper') });
    const { app, logger } = appThat(failing(inside));
    expect(await post(app)).toMatchObject({
      status: 500,
      body: {
        type: 'urn:hexdesk:problem:internal-error',
        title: 'Something broke on our side',
        status: 500,
        detail: 'Something broke on our side',
        code: 'internal-error',
        requestId: 'a-try',
      },
    });
    expect(logger.lines).toMatchObject([
      { level: 'error', facts: { requestId: 'a-try', route: '/v1/do', err: inside } },
      { level: 'info', facts: { requestId: 'a-try', status: 500 } },
    ]);
  });

  test('because the database is away may be tried again in a while', async () => {
    const { app, logger } = appThat(
      failing(new StorageUnavailable('away', { cause: new Error('ECONNREFUSED') })),
    );
    const answer = await post(app);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable', requestId: 'a-try' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(answer.body)).not.toContain('ECONNREFUSED');
    expect(logger.lines[0]?.level).toBe('warn');
  });

  test('because too many passwords are being checked may be tried again at once', async () => {
    const answer = await post(appThat(failing(new HasherBusy())).app);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});

describe('what takes too long', () => {
  test('is given up, and may be tried again', async () => {
    const { app, logger } = appThat(() => new Promise(() => {}), { deadlineMs: 20 });
    const answer = await post(app);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(logger.lines).toMatchObject([
      { level: 'warn', facts: { requestId: 'a-try' }, message: 'a request took too long and was given up' },
      { level: 'info', facts: { status: 503 } },
    ]);
  });

  test('may still fail later, which nobody hears of any more', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const { app } = appThat(() => promise, { deadlineMs: 20 });
    expect((await post(app)).status).toBe(503);
    reject(new Error('too late'));
    await expect(promise).rejects.toThrow('too late');
  });

  test('is not held up by the deadline of another', async () => {
    const { app } = appThat(async () => 'done', { deadlineMs: 20 });
    expect(await post(app)).toMatchObject({ status: 200, body: 'done' });
  });
});
