import { clockMoved } from './clock-moved.ts';
import { diskFull } from './disk-full.ts';
import { hexdeskKilled } from './hexdesk-killed.ts';
import { mailServerUnwell } from './mail-server-unwell.ts';
import { mysqlFrozen } from './mysql-frozen.ts';
import { mysqlKilled } from './mysql-killed.ts';
import { poolExhausted } from './pool-exhausted.ts';
import type { Scenario } from './scenario.ts';
import { startingTogether } from './starting-together.ts';

/** Everything that is done to Hexdesk. */
export const allScenarios: readonly Scenario[] = [
  hexdeskKilled,
  mysqlKilled,
  mysqlFrozen,
  mailServerUnwell,
  diskFull,
  poolExhausted,
  startingTogether,
  clockMoved,
];
