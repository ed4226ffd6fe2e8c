import { freePort } from './free-port.ts';
import type { MysqlServer, MysqlWishes, Say } from './mysql-server.ts';
import { onALeash } from './on-a-leash.ts';
import { outputOf } from './output-of.ts';
import { untilItAnswers } from './until-it-answers.ts';

const image = 'mysql:9';

/** Whether there is a Docker that runs containers. */
export const dockerAnswers = (): Promise<boolean> =>
  outputOf('docker', ['info', '--format', '{{.ServerVersion}}']).then(
    () => true,
    () => false,
  );

/** MySQL's own image, its data in memory, removed when this process wants it no more. */
export const runMysqlContainer = async (
  say: Say,
  { options: wished = [] }: MysqlWishes = {},
): Promise<MysqlServer> => {
  const fetched = await outputOf('docker', ['image', 'inspect', image]).then(Boolean, () => false);
  if (!fetched) {
    say(`fetching ${image} with Docker …`);
    await outputOf('docker', ['pull', '--quiet', image], { seconds: 900 });
  }
  const port = await freePort();
  const url = `mysql://root@127.0.0.1:${port}/`;
  const run = ['run', '--rm', '--init', `--name=hexdesk-test-${port}`, `--publish=127.0.0.1:${port}:3306`];
  const setup = ['--env=MYSQL_ALLOW_EMPTY_PASSWORD=yes', '--tmpfs=/var/lib/mysql:rw', image];
  const options = ['--mysqlx=OFF', '--disable-log-bin', '--max-connections=400', '--innodb-doublewrite=OFF'];
  const container = onALeash({
    command: 'docker',
    args: [...run, ...setup, ...options, ...wished],
    signal: 'SIGTERM',
  });
  try {
    await untilItAnswers(url, { seconds: 120, ended: container.ended });
  } catch (error) {
    await container.stop();
    throw error;
  }
  return { url, origin: `${image} (Docker)`, pid: undefined, stop: container.stop };
};
