import type { Container } from 'inversify';
import type { ClaimedMail } from '#application/ports/outbound-mail.ts';
import { type Config, readConfig } from '#bootstrap/config.ts';
import type { Token } from '#bootstrap/di.ts';
import { allRoutes } from '#bootstrap/http.ts';
import { type Hexdesk, startHexdesk } from '#bootstrap/start.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { type AdjustableClock, adjustableClock } from './adjustable-clock.ts';
import { type Engine, engines } from './engines.ts';
import { type Client, client } from './http/client.ts';
import { type Contract, contractOf, type Document } from './http/contract.ts';
import { leaksIn } from './http/leaks.ts';
import { settledMails } from './http/settled-mails.ts';
import { type CastName, castPassword, firstAdminEmail, signEverybodyIn, tokensOf } from './http/sign-ins.ts';
import { paperJournal } from './paper-journal.ts';
import { type LogLine, recordingLogger } from './recording-logger.ts';

/** What of a desk a test wants otherwise. */
export type DeskOptions = {
  /** Environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Swaps adapters before anything is used. */
  readonly rewire?: (container: Container) => void;
};

/** One running node of a desk, with the cast as its users. */
export type DeskNode = {
  readonly hexdesk: Hexdesk;
  readonly log: readonly LogLine[];
  /** Where it listens. */
  readonly url: string;
  /** Somebody of the cast, signed in. */
  as(name: CastName): Client;
  /** Somebody with a token of the test's own, or with none. */
  withToken(token: string | undefined): Client;
  /** The same people over a real socket. */
  readonly online: Pick<DeskNode, 'as' | 'withToken'>;
};

/** A whole Hexdesk for tests: real wiring, real database, time and mail in the test's hands. */
export type Desk = DeskNode & {
  readonly clock: AdjustableClock;
  tokenOf(name: CastName): Promise<string>;
  /** Every mail sent so far, once whatever has happened has been told to whom it concerns. */
  mails(): Promise<readonly ClaimedMail[]>;
  /** Another node on the same database. */
  another(options?: DeskOptions): Promise<DeskNode>;
  /** Stops every node. @throws when a log shows what no log may show. */
  close(): Promise<void>;
};

/** Replaces what is bound to a token, in `rewire`. */
export const swap = <Value>(container: Container, token: Token<Value>, value: Value): void => {
  container.unbind(token);
  container.bind<Value>(token).toConstantValue(value);
};

/** Starts a desk with a database of its own. Meant for `beforeAll`; `close` is for `afterAll`. */
export const startDesk = async (engine: Engine, options: DeskOptions = {}): Promise<Desk> => {
  const { url, drop } = await engine.databaseUrl();
  const clock = adjustableClock();
  const sent: ClaimedMail[] = [];
  const nodes: DeskNode[] = [];
  const erasures = paperJournal();

  const start = async ({
    settings = {},
    rewire = () => {},
  }: DeskOptions): Promise<Hexdesk & { log: readonly LogLine[] }> => {
    const logger = recordingLogger();
    const hexdesk = await startHexdesk(configOf({ DATABASE_URL: url, ...settings }), logger, (container) => {
      swap(container, tokens.clock, clock);
      swap(container, tokens.erasureJournal, erasures);
      swap(container, tokens.pace, { evenly: (work) => work() });
      swap(container, tokens.mailer, { send: async (mail) => void sent.push(mail), close: async () => {} });
      rewire(container);
    });
    return { ...hexdesk, log: logger.lines };
  };

  const first = await start(options);
  await signEverybodyIn(first.container);
  const tokenOf = tokensOf(first.container, clock);

  const nodeOf = ({ log, ...hexdesk }: Hexdesk & { log: readonly LogLine[] }): DeskNode => {
    const address = `http://127.0.0.1:${hexdesk.port}`;
    const contract = contractFrom(hexdesk);
    const inside = async (path: string, init: RequestInit) => hexdesk.app.request(path, init);
    const outside = (path: string, init: RequestInit) => fetch(`${address}${path}`, init);
    const by = (carry: typeof outside) => ({
      as: (name: CastName) => client({ carry, contract, token: () => tokenOf(name) }),
      withToken: (token: string | undefined) => client({ carry, contract, token: async () => token }),
    });
    const node = { hexdesk, log, url: address, ...by(inside), online: by(outside) };
    nodes.push(node);
    return node;
  };

  return {
    ...nodeOf(first),
    clock,
    tokenOf,
    another: async (others = {}) => nodeOf(await start({ ...options, ...others })),
    mails: () => settledMails(first.container, sent),
    close: async () => {
      await Promise.all(nodes.map(({ hexdesk }) => hexdesk.stop()));
      await drop();
      const leaks = leaksIn(nodes.flatMap(({ log }) => log));
      if (leaks.length > 0) throw new Error(`the log shows what it must not:\n${leaks.join('\n')}`);
    },
  };
};

/** A desk on the embedded engine, for what is the same on every engine. */
export const startEmbeddedDesk = (options: DeskOptions = {}): Promise<Desk> => {
  const [embedded] = engines;
  if (embedded === undefined) throw new TypeError('there is no engine to test on');
  return startDesk(embedded, options);
};

const configOf = (settings: Readonly<Record<string, string>>): Config =>
  readConfig(
    {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: 'https://desk.example.org',
      SECRET_KEY: 'a secret that only the tests share',
      ADMIN_EMAIL: firstAdminEmail,
      ADMIN_PASSWORD: castPassword,
      RATE_LIMITS: 'off',
      ...settings,
    },
    false,
  );

/** The contract as the node's own route tells it, read once; nobody counts or logs that. */
const contractFrom = ({ container }: Hexdesk): (() => Promise<Contract>) => {
  let contract: Promise<Contract> | undefined;
  const read = async (): Promise<Contract> => {
    const route = allRoutes(container, () => false).find(({ operationId }) => operationId === 'openApi');
    if (route === undefined) throw new TypeError('there is no contract');
    const { body } = await route.handle({} as Parameters<typeof route.handle>[0]);
    return contractOf(JSON.parse(body) as Document);
  };
  return () => {
    contract ??= read();
    return contract;
  };
};
