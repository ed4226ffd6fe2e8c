import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#adapters/cli/transfer/import-file.ts';
import { jsonLine } from '#adapters/cli/transfer/json-lines.ts';
import { presentRecord } from '#adapters/wire/ticket-record.ts';
import type { ImportTickets } from '#application/tickets/import-tickets.ts';
import { temporaryFolder } from '../../support/hexdesk-process.ts';
import { record } from '../../support/records.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const line = (externalId: string): string => jsonLine(presentRecord(record(externalId)));
const ticketWith = (facts: object): string => jsonLine({ ...(JSON.parse(line('A')) as object), ...facts });
const quiet = { show: () => {}, end: () => {} };

const importing = async (
  name: string,
  content: string,
  importTickets: ImportTickets,
  stopping = new AbortController(),
) => {
  const file = join(folder.path, name);
  await writeFile(file, content);
  const summary = await importFile(file, { importTickets, progress: quiet, stopping: stopping.signal });
  return { ...summary, report: await reportOf(summary.report) };
};

const reportOf = async (path: string): Promise<readonly unknown[] | undefined> => {
  try {
    return (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

const all: ImportTickets = async (records) => records.map(() => ({ outcome: 'imported' }));

describe('importing a file', () => {
  test('says what came in, what was known, and of every refused row each reason', async () => {
    const bring: ImportTickets = async (records) =>
      records.map(({ externalId }) => {
        if (externalId === 'known') return { outcome: 'known' };
        if (externalId !== 'lost') return { outcome: 'imported' };
        return { outcome: 'refused', reasons: [{ path: 'queue', code: 'unknown-queue' }] };
      });
    const content = `${line('A')}oops\n${line('lost')}${line('known')}${ticketWith({ externalId: 7, subject: ' ', status: 'done', tags: ['a\u0007'], more: 1 })}`;
    expect(await importing('a.jsonl', content, bring)).toEqual({
      imported: 1,
      known: 1,
      refused: 3,
      complete: true,
      trouble: undefined,
      report: [
        { line: 2, externalId: null, reasons: [{ path: '', code: 'not-json', message: 'is not JSON' }] },
        {
          line: 3,
          externalId: 'lost',
          reasons: [{ path: 'queue', code: 'unknown-queue', message: expect.any(String) }],
        },
        {
          line: 5,
          externalId: null,
          reasons: expect.arrayContaining([
            expect.objectContaining({ path: 'externalId', code: 'invalid-type' }),
            expect.objectContaining({ path: 'subject', code: 'too-short' }),
            expect.objectContaining({ path: 'status', code: 'invalid-value' }),
            expect.objectContaining({ path: 'tags.0', code: 'forbidden-character' }),
            expect.objectContaining({ path: 'more', code: 'unknown-field' }),
          ]),
        },
      ],
    });
  });

  test.each<[string, object, string]>([
    ['a long name elsewhere', { externalId: 'x'.repeat(201) }, 'externalId: too-long'],
    ['a long subject', { subject: 'x'.repeat(201) }, 'subject: too-long'],
    ['an address that is none', { requester: { email: 'carla@' } }, 'requester.email: invalid-email'],
    [
      'a long first name',
      { requester: { email: 'a@b.org', firstName: 'x'.repeat(101) } },
      'requester.firstName: too-long',
    ],
    ['a day that is none', { openedAt: '2025-02-30T00:00:00Z' }, 'openedAt: invalid-format'],
    ['a time without a zone', { openedAt: '2025-02-20T00:00:00' }, 'openedAt: invalid-format'],
    ['an empty thread', { messages: [] }, 'messages: too-short'],
    [
      'a blank message',
      { messages: [{ kind: 'public', author: null, body: ' \n' }] },
      'messages.0.body: blank',
    ],
    [
      'a long message',
      { messages: [{ kind: 'public', author: null, body: 'x'.repeat(100_001) }] },
      'messages.0.body: too-long',
    ],
    [
      'a lone surrogate',
      { messages: [{ kind: 'public', author: null, body: '\ud800' }] },
      'messages.0.body: forbidden-character',
    ],
    [
      'a second message at no time',
      {
        messages: [
          { kind: 'public', author: null, body: 'a' },
          { kind: 'public', author: null, body: 'b' },
        ],
      },
      'messages.1.createdAt: required',
    ],
  ])('holds tickets to the rules of the API: %s', async (_, facts, refusal) => {
    const { report } = await importing('rules.jsonl', ticketWith(facts), all);
    const [row] = report as readonly { reasons: readonly { path: string; code: string }[] }[];
    expect(row?.reasons.map(({ path, code }) => `${path}: ${code}`)).toEqual([refusal]);
  });

  test('leaves no report behind when nothing was refused, not even an old one', async () => {
    expect(await importing('b.jsonl', 'oops\n', all)).toMatchObject({ refused: 1, report: [{ line: 1 }] });
    expect(await importing('b.jsonl', line('A'), all)).toMatchObject({ refused: 0, report: undefined });
  });

  test('brings in a batch at a time, in the order of the file', async () => {
    const batches: string[][] = [];
    const bring: ImportTickets = async (records) => {
      batches.push(records.map(({ externalId }) => externalId));
      return all(records);
    };
    const names = Array.from({ length: 250 }, (_, index) => `${index}`);
    expect(await importing('c.jsonl', names.map(line).join(''), bring)).toMatchObject({ imported: 250 });
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(batches.flat()).toEqual(names);
  });

  test('imports what comes before the broken part of a file, and says what is broken', async () => {
    const content = `${line('A')}${line('B')}"${'x'.repeat(9 * 1024 * 1024)}"\n`;
    expect(await importing('d.jsonl', content, all)).toMatchObject({
      imported: 2,
      complete: false,
      trouble: 'line 3 is longer than 8 MiB',
    });
  });

  test('finishes what it has begun when it is stopped, and begins nothing else', async () => {
    const stopping = new AbortController();
    const bring: ImportTickets = async (records) => {
      stopping.abort();
      return all(records);
    };
    const names = Array.from({ length: 500 }, (_, index) => `${index}`);
    expect(await importing('e.jsonl', names.map(line).join(''), bring, stopping)).toMatchObject({
      imported: 100,
      complete: false,
      trouble: undefined,
    });
  });

  test('ends when the database cannot take any more', async () => {
    const bring: ImportTickets = async () => {
      throw new Error('away');
    };
    await expect(importing('f.jsonl', line('A'), bring)).rejects.toThrow('away');
  });
});
