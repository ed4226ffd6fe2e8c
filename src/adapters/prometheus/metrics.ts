import { createRequire } from 'node:module';
import type PromClient from 'prom-client';
import type { Backlog } from '#application/ports/backlog.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { Measurements } from '#application/ports/measurements.ts';

/** Measurements, and how they read in the exposition format of Prometheus. */
export type Metrics = Measurements & {
  /** Shows a number that is asked for with each scrape. */
  watch(name: string, help: string, read: () => number): void;
  /** Times a wait for a connection to the database. */
  databaseWait(seconds: number): void;
  text(): Promise<string>;
  readonly contentType: string;
};

const latencyBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Loaded only where somebody asks for metrics: it is slow to come. */
const promClient = (): typeof PromClient => createRequire(import.meta.url)('prom-client');

/** What this process counts and times, with the event loop, memory and garbage collection of Node beside it. */
export const prometheusMetrics = ({
  backlog,
  clock,
}: {
  readonly backlog: Backlog;
  readonly clock: Clock;
}): Metrics => {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = promClient();
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'hexdesk_http_request_duration_seconds',
    help: 'HTTP requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: latencyBuckets,
    registers,
  });
  const useCases = new Histogram({
    name: 'hexdesk_use_case_duration_seconds',
    help: 'Use cases by outcome: ok, a refusal code, or failed.',
    labelNames: ['name', 'outcome'],
    buckets: latencyBuckets,
    registers,
  });
  const mails = new Counter({
    name: 'hexdesk_mails_total',
    help: 'Tries to send a mail, by letter and outcome.',
    labelNames: ['letter', 'outcome'],
    registers,
  });
  const dueTimes = new Counter({
    name: 'hexdesk_due_times_total',
    help: 'What time did to tickets, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const databaseWaits = new Histogram({
    name: 'hexdesk_database_wait_seconds',
    help: 'Waits for a connection to the database.',
    buckets: latencyBuckets,
    registers,
  });
  const waiting = new Gauge({
    name: 'hexdesk_backlog',
    help: 'What waits to be carried on, by kind.',
    labelNames: ['kind'],
    registers,
    async collect() {
      const state = await backlog.read(clock.now());
      for (const [kind, count] of Object.entries(state)) this.set({ kind }, count);
    },
  });
  void waiting;
  return {
    request: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    useCase: ({ name, outcome, seconds }) => useCases.observe({ name, outcome }, seconds),
    mail: ({ letter, outcome }) => mails.inc({ letter, outcome }),
    dueTime: ({ kind, outcome }) => dueTimes.inc({ kind, outcome }),
    watch: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    databaseWait: (seconds) => databaseWaits.observe(seconds),
    text: () => register.metrics(),
    contentType: register.contentType,
  };
};
