import { describe, expect, test } from 'vitest';
import { inProcessChangeHint } from '#adapters/system/change-hint.ts';
import { inProcessSessionEndings } from '#adapters/system/session-endings.ts';
import { SessionId } from '#domain/shared/ids.ts';

const session = SessionId('01961f2e-7b3c-7d4e-8f5a-6b7c8d9e0f1a');

describe('listening', () => {
  test('to ended sessions brings every one, until one stops listening', () => {
    const endings = inProcessSessionEndings();
    const heard: (readonly SessionId[])[] = [];
    const hear = (sessions: readonly SessionId[]): void => void heard.push(sessions);
    const stops = [endings.subscribe(hear), endings.subscribe(hear)];
    endings.ended([session]);
    expect(heard).toEqual([[session], [session]]);
    for (const stop of stops) stop();
    endings.ended([session]);
    expect(heard).toHaveLength(2);
  });

  test('brings nothing when no session ended', () => {
    const endings = inProcessSessionEndings();
    const heard: unknown[] = [];
    endings.subscribe((sessions) => void heard.push(sessions));
    endings.ended([]);
    expect(heard).toEqual([]);
  });

  test('to one topic of changes does not bring another', () => {
    const hints = inProcessChangeHint();
    const heard: string[] = [];
    for (const topic of ['facts', 'feed', 'mails'] as const) {
      hints.subscribe(topic, () => void heard.push(topic));
    }
    hints.hint('mails');
    hints.hint('feed');
    expect(heard).toEqual(['mails', 'feed']);
  });
});
