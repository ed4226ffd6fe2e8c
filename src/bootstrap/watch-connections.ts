import type { PoolGauge } from '#adapters/mikro-orm/pool-gauge.ts';
import type { Metrics } from '#adapters/prometheus/metrics.ts';

/** Shows operators how this node's connections to the database are used. */
export const watchConnections = (metrics: Metrics, gauge: PoolGauge | undefined): void => {
  if (gauge === undefined) return;
  gauge.onWait(metrics.databaseWait);
  for (const [state, help] of Object.entries(states) as [keyof typeof states, string][]) {
    metrics.watch(`hexdesk_database_connections_${state}`, help, () => gauge.read()[state]);
  }
};

const states = {
  taken: 'Connections to the database that are in use.',
  free: 'Connections to the database that may still be taken.',
  waiting: 'Who waits for a connection to the database.',
} as const;
