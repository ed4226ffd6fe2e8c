import { pinoLogger } from '#adapters/pino/logger.ts';
import { BadConfig, readConfig } from './config.ts';
import { migratedDatabase } from './start.ts';

try {
  const config = readConfig(process.env, process.stdout.isTTY);
  const logger = pinoLogger({ level: config.logLevel, pretty: config.logPretty });
  const database = await migratedDatabase(config, logger);
  logger.info({}, 'the database schema is up to date');
  await database.orm.close();
  logger.flush();
} catch (error) {
  process.stderr.write(
    error instanceof BadConfig ? `${error.message}\n` : `The migration failed: ${String(error)}\n`,
  );
  process.exit(1);
}
