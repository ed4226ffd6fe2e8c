/** Looks at the clock all the time, and tells of when it could not. */
import { parentPort, workerData } from 'node:worker_threads';

const end = performance.now() + (workerData as number);
const stalls: number[] = [];
for (let last = performance.now(), now = last; now < end; last = now) {
  now = performance.now();
  if (now - last > 1) stalls.push(now - last);
}
parentPort?.postMessage(stalls);
