import { pinoLogger } from '#adapters/pino/logger.ts';
import { giveBackMemoryOfStart } from '#adapters/system/memory-of-start.ts';
import { seconds } from '#domain/shared/duration.ts';
import { BadConfig, readConfig } from './config.ts';
import { readFirstPassword } from './first-password.ts';
import { greeting } from './greeting.ts';
import { type Hexdesk, startHexdesk } from './start.ts';

if (Number.parseInt(process.versions.node, 10) < 26) {
  process.stderr.write(
    `Hexdesk needs Node 26 or later, this is ${process.version}: start it with npm start\n`,
  );
  process.exit(1);
}

/** How long stopping may take altogether. */
const stopDeadline = seconds(10);

const run = async (): Promise<void> => {
  const config = readConfig(process.env, process.stdout.isTTY);
  const logger = pinoLogger({ level: config.logLevel, pretty: config.logPretty });
  process.on('unhandledRejection', (error) => {
    logger.error({ err: error }, 'something failed that nobody waited for');
  });
  const hexdesk = await startHexdesk(config, logger);
  logger.info({ port: hexdesk.port, url: config.publicUrl }, `Hexdesk serves ${config.publicUrl}`);
  const { firstAdmin } = hexdesk;
  const isKept = (await readFirstPassword(config.dataDir)) !== undefined;
  process.stderr.write(greeting(config, { firstAdmin, isKept }));
  // once the first turns of everything that was started are over
  setTimeout(giveBackMemoryOfStart, seconds(1)).unref();

  let signals = 0;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    signals += 1;
    if (signals > 1) process.exit(1);
    logger.info({ signal }, 'Hexdesk stops');
    const timer = setTimeout(() => {
      logger.warn({}, 'stopping took too long and was cut short');
      logger.flush();
      process.exit(1);
    }, stopDeadline).unref();
    await stopped(hexdesk);
    clearTimeout(timer);
    logger.info({}, 'Hexdesk has stopped');
    logger.flush();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
};

const stopped = async (hexdesk: Hexdesk): Promise<void> => {
  try {
    await hexdesk.stop();
  } catch (error) {
    process.stderr.write(`Hexdesk did not stop cleanly: ${String(error)}\n`);
  }
};

try {
  await run();
} catch (error) {
  process.stderr.write(
    error instanceof BadConfig ? `${error.message}\n` : `Hexdesk cannot start: ${String(error)}\n`,
  );
  process.exit(1);
}
