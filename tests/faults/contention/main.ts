/** Lets three Hexdesks change a few tickets at once, and compares what is left with what was said. */
import { parseArgs } from 'node:util';
import { progress } from '../../../bench/progress.ts';
import { createDatabase } from '../../support/mysql/databases.ts';
import { startMysql } from '../../support/mysql/start-mysql.ts';
import { findingLines } from '../report/report.ts';
import { onHotTickets } from './on-hot-tickets.ts';

const { values } = parseArgs({
  options: { updates: { type: 'string', default: '100_000' }, tickets: { type: 'string', default: '50' } },
});
const updates = Number(values.updates.replaceAll('_', ''));
const tickets = Number(values.tickets);
if (!(updates > 0 && tickets > 0)) throw new Error('--updates and --tickets are whole numbers');

process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const mysql = await startMysql((line) => console.error(line));
try {
  const bar = progress(`${updates} updates on ${tickets} tickets`, updates);
  const { url: databaseUrl } = await createDatabase(mysql.url);
  const outcome = await onHotTickets({ databaseUrl, updates, tickets, writers: 12, progress: bar.at });
  bar.end(outcome.findings.length === 0 ? '✔' : '✘');
  const statuses = [...outcome.counts].toSorted().map(([status, count]) => `${count} × ${status}`);
  console.log(
    `${mysql.origin}, three processes: ${outcome.accepted} updates accepted; ${statuses.join(', ')}`,
  );
  for (const line of findingLines(outcome.findings)) console.log(line);
  process.exitCode = outcome.findings.length === 0 ? 0 : 1;
} finally {
  await mysql.stop();
}
