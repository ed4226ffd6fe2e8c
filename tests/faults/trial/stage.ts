import { randomBytes } from 'node:crypto';
import { temporaryFolder } from '../../support/hexdesk-process.ts';
import { adminEmail, password } from '../load/people.ts';
import { type ClockFile, clockFile } from '../machine/clock-file.ts';
import { type HexdeskNode, hexdeskNode } from '../machine/hexdesk-node.ts';
import { type MailSink, startMailSink } from '../machine/mail-sink.ts';

export type StageOptions = {
  readonly databaseUrl: string;
  readonly nodes: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** Files that every node loads first. */
  readonly preloads?: readonly string[];
  /** Whether the clocks of the nodes can be moved. */
  readonly movesClocks?: boolean;
};

/** Nodes of one Hexdesk that are not started yet, and the mail server they use. */
export type Stage = {
  readonly databaseUrl: string;
  readonly nodes: readonly HexdeskNode[];
  /** One for each node, if they can be moved. */
  readonly clocks: readonly ClockFile[];
  readonly mails: MailSink;
  /** One more node, by a clock that can be moved. */
  readonly last: { readonly node: HexdeskNode; readonly clock: ClockFile };
  /** Ends and removes everything. */
  clear(): Promise<void>;
};

/** Makes everything ready that a trial needs, but the database. */
export const setStage = async (options: StageOptions): Promise<Stage> => {
  const { databaseUrl, preloads = [] } = options;
  const folder = await temporaryFolder();
  const mails = await startMailSink();
  const settings = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder.path,
    SECRET_KEY: randomBytes(32).toString('base64url'),
    ADMIN_EMAIL: adminEmail,
    ADMIN_PASSWORD: password,
    SMTP_URL: mails.url,
    RATE_LIMITS: 'off',
    ...options.settings,
  };
  const clockedNode = async (name: string) => {
    const clock = clockFile(folder.path, name);
    const node = await hexdeskNode({
      settings: { ...settings, ...clock.settings },
      preloads: [...preloads, clock.preload],
    });
    return { node, clock };
  };
  const nodes: HexdeskNode[] = [];
  const clocks: ClockFile[] = [];
  for (let index = 0; index < options.nodes; index += 1) {
    if (options.movesClocks) {
      const { node, clock } = await clockedNode(`node ${index}`);
      nodes.push(node);
      clocks.push(clock);
    } else nodes.push(await hexdeskNode({ settings, preloads }));
  }
  const last = await clockedNode('last node');
  return {
    databaseUrl,
    nodes,
    clocks,
    mails,
    last,
    clear: async () => {
      await Promise.all([...nodes, last.node].map((node) => node.kill()));
      await mails.close();
      await folder.remove();
    },
  };
};
