import type { Container } from 'inversify';
import { pinoLogger } from '#adapters/pino/logger.ts';
import { loadSecretKey } from '#adapters/system/secret-key.ts';
import type { KeyView } from '#application/identity/signing-keys.ts';
import type { KeyRefusal } from '#domain/identity/key-rotation.ts';
import { BadConfig, readConfig } from './config.ts';
import { buildContainer } from './container.ts';
import { resolve } from './di.ts';
import { migratedDatabase } from './start.ts';
import { tokens } from './tokens.ts';

const usage = `What to do with the keys that sign access tokens:
  npm run keys -- list
  npm run keys -- rotate [--at-once]
  npm run keys -- retire <kid>`;

/** Does what a command line says to the signing keys, and tells what came of it. @throws {BadConfig} */
export const keysCommand = async (container: Container, given: readonly string[]): Promise<string> => {
  const useCases = resolve(container, tokens.useCases);
  const [verb, argument, ...more] = given;
  if (more.length > 0) throw new BadConfig(usage);
  if (verb === 'list' && argument === undefined) {
    return (await useCases.listSigningKeys()).map(lineOf).join('\n') || 'There is none yet.';
  }
  if (verb === 'rotate' && (argument === undefined || argument === '--at-once')) {
    const rotated = await useCases.rotateSigningKeys(argument === undefined ? 'published' : 'at-once');
    if (!rotated.ok) throw new BadConfig(reasonOf(rotated.refusal));
    const { kid, signsFrom } = rotated.outcome;
    return `${kid} is published, and signs from ${signsFrom.toISOString()} on.`;
  }
  if (verb === 'retire' && argument !== undefined) {
    const retired = await useCases.retireSigningKey(argument);
    if (!retired.ok) throw new BadConfig(reasonOf(retired.refusal));
    return `${argument} is gone; within five seconds nothing that it has signed is accepted.`;
  }
  throw new BadConfig(usage);
};

const lineOf = ({ kid, state, createdAt, signsFrom, keptUntil }: KeyView): string =>
  [
    kid,
    state.padEnd('published'.length),
    `made ${createdAt.toISOString()}`,
    `signs from ${signsFrom.toISOString()}`,
    ...(keptUntil === undefined ? [] : [`kept until ${keptUntil.toISOString()}`]),
  ].join('  ');

const reasonOf = (refusal: KeyRefusal): string => {
  switch (refusal.code) {
    case 'rotation-under-way':
      return `The next key is published already, and signs from ${refusal.signsFrom.toISOString()} on.`;
    case 'rotated-meanwhile':
      return 'Somebody else has just made the next key.';
    case 'key-unknown':
      return 'There is no key of this name.';
    case 'key-in-use':
      return 'This key signs now: rotate --at-once first.';
  }
};

const run = async (): Promise<void> => {
  const config = readConfig(process.env, process.stdout.isTTY);
  const logger = pinoLogger({ level: 'silent', pretty: false });
  const secretKey = await loadSecretKey({ given: config.secretKey, dataDir: config.dataDir });
  const database = await migratedDatabase(config, logger);
  try {
    const container = buildContainer({ config, secretKey, database, logger });
    process.stdout.write(`${await keysCommand(container, process.argv.slice(2))}\n`);
  } finally {
    await database.orm.close();
  }
};

if (import.meta.main) {
  try {
    await run();
  } catch (error) {
    process.stderr.write(
      error instanceof BadConfig ? `${error.message}\n` : `The keys stay as they are: ${String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
