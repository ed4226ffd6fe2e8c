import { describe, expect, test } from 'vitest';
import { progress } from '#adapters/cli/transfer/progress.ts';

const shownOn = (isTerminal: boolean) => {
  const written: string[] = [];
  let now = 0;
  const shown = progress({ write: (text) => written.push(text), isTerminal, now: () => now });
  return {
    written,
    at(milliseconds: number, share: number, tickets: number) {
      now = milliseconds;
      shown.show(share, tickets);
    },
    end: () => shown.end(),
  };
};

describe('progress', () => {
  test('is a bar on a terminal, redrawn in place and gone at the end', () => {
    const shown = shownOn(true);
    shown.at(99, 0.1, 1);
    shown.at(1000, 0.25, 1200);
    shown.at(1050, 0.3, 1300);
    shown.at(61_000, 0.5, 9000);
    shown.end();
    expect(shown.written).toEqual([
      '\r\u001b[K██████░░░░░░░░░░░░░░░░░░ 25% · 1,200 tickets · 1,200/s · 0:03 left',
      '\r\u001b[K████████████░░░░░░░░░░░░ 50% · 9,000 tickets · 148/s · 1:01 left',
      '\r\u001b[K',
    ]);
  });

  test('is a line every few seconds elsewhere', () => {
    const shown = shownOn(false);
    shown.at(4999, 0.1, 1);
    shown.at(5000, 0.5, 1);
    shown.at(9999, 0.6, 900);
    shown.at(10_000, 1.1, 1000);
    shown.end();
    expect(shown.written).toEqual([
      '50% · 1 ticket · 0/s · 0:05 left\n',
      '100% · 1,000 tickets · 100/s · 0:00 left\n',
    ]);
  });
});
