import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

export const cores = cpus().length;
/** Ticks of `/proc` in a second. */
const hertz = 100;

/** A process and everything it started. */
export const familyOf = (pid: number): readonly number[] => {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? Number(statOf(Number(entry))?.[1]) : Number.NaN;
    if (!Number.isNaN(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
};

/** CPU seconds that these processes have used so far. */
export const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + ticks(statOf(pid), [11, 12, 13, 14]), 0) / hertz;

/** CPU seconds that the whole machine has used so far. */
export const cpuOfMachine = (): number => {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  return ticks(first.trim().split(/ +/).slice(1), [0, 1, 2, 5, 6]) / hertz;
};

/** Resident memory of a process, in MiB. */
export const memoryOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
};

/** The fields behind the name of the command; nothing when the process is gone. */
const statOf = (pid: number): readonly string[] | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

const ticks = (fields: readonly string[] = [], which: readonly number[]): number =>
  which.reduce((sum, index) => sum + Number(fields[index] ?? 0), 0);
