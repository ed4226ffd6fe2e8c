import { expect, inject, test } from 'vitest';
import { BadConfig, readConfig } from '#bootstrap/config.ts';
import { migratedDatabase } from '#bootstrap/start.ts';
import { recordingLogger } from '../support/recording-logger.ts';

test.each([
  ['a database that does not exist', '/nowhere', {}, /no such database/],
  [
    'a user that does not exist',
    '/mysql',
    { username: 'nobody', password: 'some-password' },
    /user or password/,
  ],
  ['a wrong password', '/mysql', { password: 'not-the-one' }, /user or password/],
])('a start with %s fails at once and says why, but not with what', async (_, path, who, why) => {
  const url = Object.assign(new URL(inject('mysqlServerUrl')), { pathname: path, ...who });
  const logger = recordingLogger();
  const start = migratedDatabase(readConfig({ DATABASE_URL: url.href }, false), logger);
  const error: unknown = await start.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BadConfig);
  expect(String(error)).toMatch(/^Error: DATABASE_URL: /);
  expect(String(error)).toMatch(why);
  expect(String(error)).not.toContain(url.password || url.username);
  expect(logger.lines).toEqual([]);
});
