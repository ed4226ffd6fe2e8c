import type { Container } from 'inversify';
import { type Progress, progress } from '#adapters/cli/transfer/progress.ts';
import { BadFile } from '#adapters/cli/transfer/source-row.ts';
import { pinoLogger } from '#adapters/pino/logger.ts';
import { loadSecretKey } from '#adapters/system/secret-key.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { BadConfig, type Config, readConfig } from './config.ts';
import { buildContainer } from './container.ts';
import { resolve } from './di.ts';
import { firstAdminOf, firstPasswordFile } from './first-password.ts';
import { migratedDatabase } from './start.ts';
import { tokens } from './tokens.ts';

/** What a command that carries tickets in or out works with. */
export type TransferDesk = {
  readonly container: Container;
  readonly file: string;
  readonly progress: Progress;
  /** Aborted by the first Ctrl-C; the second ends the process. */
  readonly stopping: AbortSignal;
  say(line: string): void;
};

/** Runs such a command on this installation's database, whether a server runs on it or not, and ends the process. */
export const runTransfer = async (
  name: 'import' | 'export',
  work: (desk: TransferDesk) => Promise<number>,
): Promise<void> => {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const [file] = process.argv.slice(2);
  try {
    if (file === undefined || process.argv.length > 3) {
      throw new BadConfig(`Say which file: npm run ${name} -- tickets.jsonl (or .csv)`);
    }
    const config = readConfig(process.env, process.stderr.isTTY);
    const { container, close } = await openInstallation(config, say);
    const code = await work({ container, file, progress: shown(), stopping: interrupted(say), say });
    await close();
    process.exitCode = code;
  } catch (error) {
    say(lineFor(name, file, error));
    process.exit(2);
  }
};

const openInstallation = async (config: Config, say: (line: string) => void) => {
  const logger = pinoLogger({ level: 'silent', pretty: false });
  const secretKey = await loadSecretKey({ given: config.secretKey, dataDir: config.dataDir });
  const database = await migratedDatabase(config, logger);
  const container = buildContainer({ config, secretKey, database, logger });
  const useCases = resolve(container, tokens.useCases);
  await useCases.ensureDefaultQueue();
  // whoever comes first to a new database makes its admin: nobody else would after the first import
  const firstAdmin = await firstAdminOf(config, useCases.ensureFirstAdmin);
  if (firstAdmin?.generatedPassword !== undefined) {
    say(`The first admin is ${firstAdmin.email}; the password is in ${firstPasswordFile(config.dataDir)}.`);
  }
  return { container, close: () => database.orm.close() };
};

const shown = (): Progress =>
  progress({
    write: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    now: () => performance.now(),
  });

const interrupted = (say: (line: string) => void): AbortSignal => {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      say('Stopping …');
      stopping.abort();
    });
  }
  return stopping.signal;
};

const lineFor = (name: string, file: string | undefined, error: unknown): string => {
  if (error instanceof BadConfig) return error.message;
  if (error instanceof BadFile) return `${file}: ${error.message}.`;
  if (error instanceof StorageUnavailable) return `The ${name} stopped: the database is not available.`;
  return `The ${name} failed: ${String(error)}`;
};
