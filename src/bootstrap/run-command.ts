import type { Container } from 'inversify';
import { pinoLogger } from '#adapters/pino/logger.ts';
import { loadSecretKey } from '#adapters/system/secret-key.ts';
import { StorageUnavailable } from '#application/ports/unit-of-work.ts';
import { BadConfig, readConfig } from './config.ts';
import { buildContainer } from './container.ts';
import { migratedDatabase } from './start.ts';

/** What a command works with that looks after an installation, whether a server runs on it or not. */
export type Command = {
  readonly container: Container;
  readonly args: readonly string[];
  say(line: string): void;
};

/** Runs such a command and ends the process with the code it returns, or with 2 when it cannot be run. */
export const runCommand = async (
  name: string,
  work: (command: Command) => Promise<number>,
): Promise<void> => {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const config = readConfig(process.env, false);
    const logger = pinoLogger({ level: 'silent', pretty: false });
    const secretKey = await loadSecretKey({ given: config.secretKey, dataDir: config.dataDir });
    const database = await migratedDatabase(config, logger);
    const container = buildContainer({ config, secretKey, database, logger });
    process.exitCode = await work({ container, args: process.argv.slice(2), say });
    await database.orm.close();
  } catch (error) {
    process.stderr.write(`${reason(name, error)}\n`);
    process.exit(2);
  }
};

const reason = (name: string, error: unknown): string => {
  if (error instanceof BadConfig) return error.message;
  if (error instanceof StorageUnavailable) return `${name} stopped: the database is not available.`;
  return `${name} failed: ${String(error)}`;
};
