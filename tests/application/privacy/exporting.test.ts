import { describe, expect, test } from 'vitest';
import { exportJson } from '#adapters/http/privacy/export-json.ts';
import { exportMyself } from '#application/privacy/export-myself.ts';
import { TicketId } from '#domain/shared/ids.ts';
import { carlaWith } from '../../support/identity-people.ts';
import { carla } from '../../support/people.ts';

const tickets = 10_000;

const idAt = (index: number): TicketId =>
  TicketId(`01957b3e-9c00-7c30-b000-${String(index).padStart(12, '0')}`);

/** Ports that tell how much is asked of them, and of whom ten thousand tickets are. */
const countingPorts = () => {
  const asked = { scans: 0, tickets: 0, largest: 0 };
  const note = (limit: number): void => {
    asked.largest = Math.max(asked.largest, limit);
  };
  const ports: Parameters<typeof exportMyself>[0] = {
    unitOfWork: { run: async () => [] as never },
    personalArchive: {
      sessions: async () => [],
      readMarkers: async () => [],
      scan: async (_, { after, limit }) => {
        note(limit);
        asked.scans += 1;
        const from = after === '' ? 0 : Number(after.slice(-12)) + 1;
        const found = Array.from({ length: Math.min(limit, tickets - from) }, (__, index) =>
          idAt(from + index),
        );
        const last = found.at(-1);
        return last && { found, last };
      },
    },
    reader: {
      find: async () => {
        asked.tickets += 1;
        return undefined;
      },
      among: async () => [],
      latestMessages: async () => [],
      findWithMessages: async () => undefined,
    },
    thread: { page: async () => [] },
    bulkJobs: { page: async () => [] },
    auditLog: { page: async () => ({ items: [], next: undefined }), about: async () => [] },
  };
  return { asked, ports };
};

describe('exporting ten thousand tickets', () => {
  test('reads a page only when what was read before is taken', async () => {
    const { asked, ports } = countingPorts();
    const parts = await exportMyself(ports)({ actor: carla, user: carlaWith() });
    const taken = parts[Symbol.asyncIterator]();
    expect(asked.scans).toBe(0);
    await taken.next();
    expect(asked).toMatchObject({ scans: 0, tickets: 0 });
    for await (const _ of { [Symbol.asyncIterator]: () => taken });
    expect(asked).toEqual({ scans: 11, tickets, largest: 1000 });
  });

  test('makes one whole document, also of nothing', async () => {
    const { ports } = countingPorts();
    const parts = await exportMyself(ports)({ actor: carla, user: carlaWith() });
    let text = '';
    for await (const chunk of exportJson(parts)) text += chunk;
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      sessions: [],
      tickets: [],
      readMarkers: [],
      macros: [],
      cannedReplies: [],
      bulkJobs: [],
      auditEntries: [],
    });
  });
});
