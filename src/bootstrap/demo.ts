import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { apiClient, DemoFailed } from '#adapters/cli/demo/api-client.ts';
import { mailFolder } from '#adapters/cli/demo/mail-folder.ts';
import { terminalStage } from '#adapters/cli/demo/stage.ts';
import { tellStory } from '#adapters/cli/demo/story.ts';
import { BadConfig, readConfig } from './config.ts';
import { readFirstPassword } from './first-password.ts';

try {
  const config = readConfig(process.env, process.stdout.isTTY);
  const stage = terminalStage((text) => process.stdout.write(text), process.stdout.isTTY);
  await apiClient(config.publicUrl).get('/health/ready');
  const password = config.adminPassword ?? (await readFirstPassword(config.dataDir));
  if (password === undefined) {
    throw new DemoFailed(
      `The demo signs in as ${config.adminEmail}: give it the password as ADMIN_PASSWORD, as it is not in ${config.dataDir}.`,
    );
  }
  await tellStory({
    baseUrl: config.publicUrl,
    admin: { email: config.adminEmail, password },
    mails: mailFolder(join(config.dataDir, 'mail')),
    stage,
    run: randomBytes(3).toString('hex'),
  });
  process.stdout.write(`\nThat was a ticket's whole life. Look around: ${config.publicUrl}/docs\n`);
  process.stdout.write(
    'For a desk full of tickets, in fifteen languages: npm run import -- samples/tickets.jsonl\n',
  );
} catch (error) {
  const expected = error instanceof DemoFailed || error instanceof BadConfig;
  process.stderr.write(`${expected ? error.message : `The demo failed: ${String(error)}`}\n`);
  process.exit(1);
}
