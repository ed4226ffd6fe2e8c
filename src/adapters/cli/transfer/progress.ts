/** Tells how far something has come: a bar that moves on a terminal, else a line every few seconds. */
export type Progress = {
  /** `share` is from 0 to 1. */
  show(share: number, tickets: number): void;
  /** Clears the bar away. */
  end(): void;
};

export type ProgressDeps = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Milliseconds that only rise. */
  readonly now: () => number;
};

const barWidth = 24;
const redrawMs = 100;
const lineMs = 5000;

export const progress = ({ write, isTerminal, now }: ProgressDeps): Progress => {
  const begun = now();
  let shownAt = begun;
  return {
    show(share, tickets) {
      const at = now();
      if (at - shownAt < (isTerminal ? redrawMs : lineMs)) return;
      shownAt = at;
      const text = describe(Math.min(share, 1), tickets, at - begun);
      write(isTerminal ? `\r\u001b[K${bar(share)} ${text}` : `${text}\n`);
    },
    end: () => {
      if (isTerminal) write('\r\u001b[K');
    },
  };
};

const bar = (share: number): string => {
  const full = Math.round(Math.min(share, 1) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
};

const describe = (share: number, tickets: number, elapsedMs: number): string => {
  const left = share > 0 ? (elapsedMs / share) * (1 - share) : 0;
  return `${Math.floor(share * 100)}% · ${counted(tickets)} · ${rateOf(tickets, elapsedMs)} · ${clockOf(left)} left`;
};

/** So many tickets, as a person reads it. */
export const counted = (tickets: number): string =>
  `${tickets.toLocaleString('en')} ${tickets === 1 ? 'ticket' : 'tickets'}`;

/** Tickets per second. */
export const rateOf = (tickets: number, elapsedMs: number): string =>
  `${Math.round(tickets / Math.max(elapsedMs / 1000, 0.001)).toLocaleString('en')}/s`;

const clockOf = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
