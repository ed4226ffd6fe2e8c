import type { Cursor } from '#application/live/cursor.ts';
import type { Heard } from '#application/live/hearing.ts';
import type { FactRecord } from '#application/ports/ticket-history.ts';
import { presentFact } from '../wire/fact.ts';
import type { LiveCursors } from '../wire/live-cursors.ts';
import { textFrame } from './text-frame.ts';

export type FramedFacts = (topic: string, heard: Heard, cursor: Cursor) => Uint8Array;

/** Writes each fact once for all who hear it on the same topic: they are sent the same bytes. */
export const framedFacts = (cursors: LiveCursors): FramedFacts => {
  const written = new WeakMap<FactRecord, Map<string, Uint8Array>>();
  return (topic, { record, audience }, cursor) => {
    const byTopic = written.get(record) ?? new Map<string, Uint8Array>();
    written.set(record, byTopic);
    const known = byTopic.get(topic);
    if (known) return known;
    const fact = presentFact(record, audience);
    const frame = textFrame(JSON.stringify({ type: 'fact', topic, cursor: cursors.write(cursor), fact }));
    byTopic.set(topic, frame);
    return frame;
  };
};
