import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvLine, guarded, unguarded } from '#adapters/cli/transfer/csv-cell.ts';
import { cellsOf, columns } from '#adapters/cli/transfer/csv-columns.ts';
import { jsonLine } from '#adapters/cli/transfer/json-lines.ts';
import { longestRow, type SourceRow } from '#adapters/cli/transfer/source-row.ts';
import { openTicketFile } from '#adapters/cli/transfer/ticket-file.ts';
import { presentRecord } from '#adapters/wire/ticket-record.ts';
import { temporaryFolder } from '../../support/hexdesk-process.ts';
import { record, traveller, travelling } from '../../support/records.ts';
import { later, subject } from '../../support/tickets.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** Every row of a file, or what is wrong with the file behind the rows before. */
const rowsIn = async (name: string, content: string | Buffer): Promise<readonly (SourceRow | string)[]> => {
  const file = join(folder.path, name);
  await writeFile(file, content);
  const rows: (SourceRow | string)[] = [];
  try {
    for await (const row of (await openTicketFile(file)).rows) rows.push(row);
  } catch (error) {
    rows.push(error instanceof Error ? error.message : String(error));
  }
  return rows;
};
const valuesIn = async (name: string, content: string | Buffer) =>
  (await rowsIn(name, content)).map((row) => (typeof row === 'string' ? row : [row.line, row.read]));

const header = columns.join(',');
const bareHeader = 'externalId,subject,status,queue,requesterEmail,openedAt,messages';

describe('a file of JSON Lines', () => {
  test('is read a line at a time, whatever ends its lines, with and without a byte order mark', async () => {
    expect(await valuesIn('a.jsonl', '\uFEFF{"a":"ü"}\r\n\n  \n[1]\n"last"')).toEqual([
      [1, { value: { a: 'ü' } }],
      [4, { value: [1] }],
      [5, { value: 'last' }],
    ]);
  });

  test('may hold lines that are not JSON; what they say is not repeated', async () => {
    const unreadable = { path: '', code: 'not-json', message: 'is not JSON' };
    expect(await valuesIn('a.ndjson', '1\n{"secret": oops}\n3\n')).toEqual([
      [1, { value: 1 }],
      [2, { unreadable }],
      [3, { value: 3 }],
    ]);
  });

  test('tells how far it has been read', async () => {
    const rows = await rowsIn('a.jsonl', '1\n22\n');
    expect(rows.map((row) => (typeof row === 'string' ? row : row.end))).toEqual([2, 5]);
  });

  test('may hold lines of 8 MiB, and no longer ones', async () => {
    const fits = `"${'x'.repeat(longestRow - 2)}"`;
    expect(await rowsIn('long.jsonl', `${fits}\n1\n`)).toHaveLength(2);
    expect(await valuesIn('long.jsonl', `1\n${fits} \n`)).toEqual([
      [1, { value: 1 }],
      'line 2 is longer than 8 MiB',
    ]);
    expect(await valuesIn('long.jsonl', `1\n${fits} `)).toEqual([
      [1, { value: 1 }],
      'line 2 is longer than 8 MiB',
    ]);
  });
});

describe('any file', () => {
  test.each(['a.jsonl', 'a.csv'])('that is not UTF-8 is refused: %s', async (name) => {
    const latin1 = Buffer.from(name === 'a.csv' ? `${bareHeader}\nfür\n` : '"für"\n', 'latin1');
    expect((await valuesIn(name, latin1)).at(-1)).toMatch(/^it is not UTF-8 \(somewhere behind byte \d+\)$/);
    const cut = Buffer.from('"🦔').subarray(0, -1);
    expect((await valuesIn(name, cut)).at(-1)).toMatch(/^it is not UTF-8/);
  });

  test('is refused when its name does not tell how it is written, or when it is not there', async () => {
    await expect(openTicketFile(join(folder.path, 'a.xlsx'))).rejects.toThrow('.jsonl, .ndjson or .csv');
    await expect(openTicketFile(join(folder.path, 'nowhere.csv'))).rejects.toThrow('there is no such file');
    await expect(openTicketFile(`${folder.path}/../${folder.path.split('/').at(-1)}`)).rejects.toThrow(
      'must end in',
    );
  });
});

describe('a CSV file', () => {
  test('is read a row at a time; a row begins where it begins, also when cells hold line breaks', async () => {
    const text = `${bareHeader}\r\nA,"Hi, ""you""",new,Support,a@example.org,2026,[]\r\n\r\nB,"two\nlines",new,S,b@example.org,2026,"[{""kind"":""public""}]"\r\nC,c,new,S,c@example.org,2026,[]`;
    expect(await valuesIn('a.csv', text)).toEqual([
      [
        2,
        {
          value: expect.objectContaining({
            externalId: 'A',
            subject: 'Hi, "you"',
            messages: [],
            requester: { email: 'a@example.org' },
          }),
        },
      ],
      [
        4,
        {
          value: expect.objectContaining({
            externalId: 'B',
            subject: 'two\nlines',
            messages: [{ kind: 'public' }],
          }),
        },
      ],
      [6, { value: expect.objectContaining({ externalId: 'C' }) }],
    ]);
  });

  test('may list tags with semicolons or as JSON, and leave cells empty', async () => {
    const tagged = `${bareHeader},tags,assignee\n`;
    const row = 'A,a,new,S,a@example.org,2026,[]';
    const [first, second, third] = await valuesIn(
      'a.csv',
      `${tagged}${row},vip; gold,\n${row},"[""a;b""]",\n${row},,x@y.org\n`,
    );
    expect(first).toMatchObject([2, { value: { tags: ['vip', 'gold'] } }]);
    expect(second).toMatchObject([3, { value: { tags: ['a;b'] } }]);
    expect(third).toMatchObject([4, { value: { assignee: 'x@y.org' } }]);
    expect(third).not.toHaveProperty('1.value.tags');
  });

  test('may hold rows that cannot be read', async () => {
    const rows = await valuesIn('a.csv', `${bareHeader}\nA,a\nB,b,new,S,b@example.org,2026,oops\n`);
    expect(rows).toEqual([
      [
        2,
        {
          unreadable: {
            path: '',
            code: 'wrong-number-of-cells',
            message: 'has 2 cells where the header has 7',
          },
        },
      ],
      [3, { unreadable: { path: 'messages', code: 'not-json', message: 'is not JSON' } }],
    ]);
  });

  test.each([
    ['', 'it is empty: the first line must name the columns'],
    [
      'externalId,subject\n',
      'the first line must name the columns, and lacks status, queue, requesterEmail, openedAt, messages',
    ],
    ['externalId;subject\n', /columns are separated by commas$/],
    [`${bareHeader},secret\n`, /^column 8 is none of externalId, /],
    [`${bareHeader},__proto__\n`, /^column 8 is none of/],
    [`${bareHeader},status\n`, 'there are two columns status'],
    [
      `${bareHeader}\nA,"never closed\n`,
      'the row that begins in line 2 has a quotation mark that is not closed, or not doubled',
    ],
    [
      `${bareHeader}\nA,"badly"closed,\n`,
      'the row that begins in line 2 has a quotation mark that is not closed, or not doubled',
    ],
    [
      `${bareHeader}\nA,"${'x'.repeat(longestRow + 9)}`,
      'the row that begins in line 2 is longer than 8 MiB, or a quotation mark in it is never closed',
    ],
  ])('is refused in one line when it is broken: %#', async (content, message) => {
    const [only, ...more] = await rowsIn('broken.csv', content);
    expect(more).toEqual([]);
    expect(only).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  test('is read as far as it is sound', async () => {
    const rows = await rowsIn(
      'half.csv',
      `${bareHeader}\nA,a,new,S,a@example.org,2026,[]\nB,"never closed\n`,
    );
    expect(rows).toEqual([expect.objectContaining({ line: 2 }), expect.stringContaining('begins in line 3')]);
  });

  test('runs nothing when a spreadsheet opens it, and reads back as it was', () => {
    for (const start of [
      '=',
      '+',
      '-',
      '@',
      '|',
      '%',
      '＝',
      '＋',
      '－',
      '＠',
      '\t',
      '\r',
      ' =',
      '\u00a0+',
      "'=",
      "''@",
    ]) {
      expect(guarded(`${start}SUM(A1)`), JSON.stringify(start)).toBe(`'${start}SUM(A1)`);
    }
    for (const harmless of ['', 'Hello', "it's", '[]', "'tis", '1-2', 'a=b'])
      expect(guarded(harmless)).toBe(harmless);
    const risky = fc.array(fc.constantFrom("'", '=', '+', ' ', '\t', '\n', 'a', '@', '"'), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          risky.map((parts) => parts.join('')),
        ),
        (cell) => {
          expect(unguarded(guarded(cell))).toBe(cell);
        },
      ),
    );
  });

  test('tells the same ticket as JSON Lines', async () => {
    const ticket = presentRecord(
      record('=A"1"', {
        subject: subject('\'=1+1, "quoted"'),
        tags: ['a;b', '=c'],
        category: ['=Billing', 'a;b'],
        statusLabel: 'In review',
        customFields: { product: 'app', cost: -1, several: ['=a', 'b;c'] },
        participants: [traveller('paul@example.org', '+Paul', '-')],
        requester: traveller('carla@example.org', '=Carla', '@Example'),
        status: 'on-hold',
        waitUntil: later(1),
        customerWaiting: true,
        messages: [travelling('carla@example.org', '=1\r\n"2"'), travelling(undefined, '@3', { after: 1 })],
      }),
    );
    const csv = await valuesIn('same.csv', `${header}\r\n${csvLine(cellsOf(ticket))}`);
    expect(csv).toEqual([[2, { value: JSON.parse(jsonLine(ticket)) }]]);
  });
});
