import fc from 'fast-check';
import { tokens } from '#bootstrap/tokens.ts';
import { type Desk, startDesk, swap } from '../support/desk.ts';
import type { Engine } from '../support/engines.ts';
import type { Answer, Client } from '../support/http/client.ts';
import { canary } from '../support/http/leaks.ts';
import { type CastName, cast, castPassword, emailOf } from '../support/http/sign-ins.ts';
import { billing } from '../support/queues.ts';
import { replay, seed } from './budget.ts';
import type { Call, Sender } from './call.ts';
import { curlLine } from './curl-line.ts';
import { isRecord } from './json-schema.ts';
import { type KnownThings, knownThings } from './known-things.ts';
import { type ModeName, modes } from './modes.ts';
import { type Operation, operationsOf } from './operations.ts';
import { plainHasher } from './plain-hasher.ts';

/** A desk under fire. */
export type FuzzedDesk = {
  readonly operations: ReadonlyMap<string, Operation>;
  /** Sends that many requests. @throws with the seed and a curl line for the first that is answered wrongly. */
  fuzz(operationId: string, mode: ModeName, requests: number): Promise<void>;
  close(): Promise<void>;
};

const customers = new Set<Sender>(['carla', 'paul', 'dora', 'signed in anew']);

export const startFuzzedDesk = async (engine: Engine): Promise<FuzzedDesk> => {
  const desk = await startDesk(engine, {
    settings: { RATE_LIMITS: 'off' },
    rewire: (container) => swap(container, tokens.hasher, plainHasher),
  });
  const known = knownThings();
  await fillDesk(desk, known);
  const tokenOf = await tokensOfSenders(desk);
  const document = await desk.hexdesk.app.request('/openapi.json');
  const operations = new Map(
    operationsOf((await document.json()) as object).map((one) => [one.operationId, one]),
  );

  const send = async (call: Call): Promise<void> => {
    const { method, objection } = call;
    const sender = desk.withToken(await tokenOf(call.sender));
    const path = pathOf(call, known);
    const content = ['GET', 'HEAD'].includes(method.toUpperCase()) ? undefined : contentOf(call, known);
    const typed =
      content !== undefined && call.raw === undefined ? { 'content-type': 'application/json' } : {};
    const headers = { ...typed, ...(known.resolved(call.headers) as Readonly<Record<string, string>>) };
    const failed = (why: string) =>
      new Error(`${why}\n${curlLine({ sender: call.sender, method, path, headers, content })}`);
    const answer = await answered(sender, method, path, { headers, content }).catch((error: unknown) => {
      throw failed(error instanceof Error ? error.message : String(error));
    });
    learnFrom(answer, call, known);
    const wrong = objectionTo(answer, call) ?? objection(answer);
    if (wrong !== undefined)
      throw failed(`${call.operation.operationId} ${wrong}: ${answer.status} ${answer.text}`);
  };

  let read = 0;
  const failures = () => {
    const fresh = desk.log.slice(read);
    read = desk.log.length;
    return fresh.filter(({ level }) => level === 'error');
  };

  return {
    operations,
    async fuzz(operationId, mode, requests) {
      const operation = operations.get(operationId);
      if (operation === undefined) throw new TypeError(`there is no ${operationId}`);
      await fc.assert(fc.asyncProperty(modes[mode](operation), send), {
        seed,
        numRuns: requests,
        interruptAfterTimeLimit: 100_000,
        markInterruptAsFailure: true,
        reporter: (run) => {
          if (run.failed)
            throw new Error(`${String(run.errorInstance)}\n${replay}, path ${run.counterexamplePath}`);
        },
      });
      const logged = failures();
      if (logged.length > 0) throw new Error(`the log shows a failure: ${JSON.stringify(logged[0])}`);
    },
    close: desk.close,
  };
};

type Content = string | Uint8Array<ArrayBuffer> | undefined;

const answered = (
  client: Client,
  method: string,
  path: string,
  { headers, content }: { headers: Readonly<Record<string, string>>; content: Content },
) => client.send(method, path, { headers, ...(content === undefined ? {} : { raw: content }) });

const pathOf = ({ path, named, query, rawQuery }: Call, known: KnownThings): string => {
  const encoded = (text: string) => encodeURIComponent(known.resolvedText(text).toWellFormed());
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(named[name] ?? ''));
  const pairs = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  const all = [...pairs, ...(rawQuery === '' ? [] : [rawQuery])];
  return all.length === 0 ? filled : `${filled}?${all.join('&')}`;
};

const contentOf = ({ raw, body }: Call, known: KnownThings): Content => {
  if (raw !== undefined) return raw;
  return body === undefined ? undefined : JSON.stringify(marked(known.resolved(body)));
};

/** Every note that says something carries the canary. */
const marked = (body: unknown): unknown => {
  if (!isRecord(body) || body['kind'] !== 'internal' || typeof body['body'] !== 'string') return body;
  const { length } = body['body'].trim();
  return length > 0 && length < 90_000 ? { ...body, body: `${canary} ${body['body']}` } : body;
};

/** What holds for every answer. */
const objectionTo = ({ status, text, headers }: Answer, { sender }: Call): string | undefined => {
  if (status >= 500) return 'broke';
  if (status === 405 && headers.get('allow') === null) return 'does not say which methods it knows';
  if (customers.has(sender) && text.includes(canary)) return 'shows a note to a customer';
  return undefined;
};

/** Keeps what later requests may name. */
const learnFrom = ({ status, body, headers }: Answer, { operation }: Call, known: KnownThings): void => {
  if (status >= 300 || !isRecord(body)) return;
  if (operation.operationId === 'openTicket') {
    known.add('ticket', body['id']);
    known.add('number', body['number']);
  }
  known.add('cursor', body['nextCursor']);
  known.add('refreshToken', body['refreshToken']);
  known.add('liveTicket', body['ticket']);
  known.add('etag', headers.get('etag') ?? undefined);
};

/** Tickets of carla in several states, with notes that she must not see. */
const fillDesk = async (desk: Desk, known: KnownThings): Promise<void> => {
  for (const status of ['open', 'pending', 'on-hold', 'solved', 'closed', 'spam']) {
    const { body } = await desk.as('carla').post<{ id: string; number: number }>('/v1/tickets', {
      subject: 'Help',
      body: 'Please',
      queueId: billing.id,
    });
    known.add('ticket', body.id);
    known.add('number', body.number);
    await desk
      .as('ben')
      .post(`/v1/tickets/${body.id}/messages`, { kind: 'internal', body: `${canary} note` });
    await desk.as('lena').patch(`/v1/tickets/${body.id}`, { status });
  }
};

const tokensOfSenders = async (desk: Desk): Promise<(sender: Sender) => Promise<string | undefined>> => {
  const signedInAnew = async (name: CastName): Promise<string> => {
    const credentials = { email: emailOf(name), password: castPassword };
    return (await desk.withToken(undefined).post<{ accessToken: string }>('/v1/auth/login', credentials)).body
      .accessToken;
  };
  const over = await signedInAnew('paul');
  await desk.withToken(over).post('/v1/auth/logout');
  const genuine = await desk.tokenOf('ada');
  return async (sender) => {
    switch (sender) {
      case 'nobody signed in':
        return undefined;
      case 'signed out':
        return over;
      case 'a forger':
        return `${genuine.slice(0, -6)}AAAAAA`;
      case 'signed in anew':
        return signedInAnew('carla');
      default:
        return sender in cast ? desk.tokenOf(sender) : undefined;
    }
  };
};
