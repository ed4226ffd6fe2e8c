import { appendFile, mkdir, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileErasureJournal } from '#adapters/system/erasure-journal.ts';
import { carla, dora } from '../../support/people.ts';
import { recordingLogger } from '../../support/recording-logger.ts';
import { noon } from '../../support/tickets.ts';

let folder: string;
let file: string;
let logger: ReturnType<typeof recordingLogger>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hexdesk-erasures-'));
  file = join(folder, 'erasures.jsonl');
  logger = recordingLogger();
});
afterEach(() => rm(folder, { recursive: true }));

const journal = () => fileErasureJournal({ file, logger });
const one = { user: carla.id, at: noon, texts: 'own' } as const;
const other = { user: dora.id, at: noon, texts: 'all' } as const;

test('A list of erasures gives back what was added, over starts', async () => {
  expect(await journal().all()).toEqual([]);
  await journal().add([one]);
  await journal().add([other]);
  expect(await journal().all()).toEqual([one, other]);
});

test('A line that a crash cut off is left out, and takes no other with it', async () => {
  await journal().add([one]);
  await appendFile(file, '{"userId":"0195');
  expect(await journal().all()).toEqual([one]);
  expect(logger.lines).toMatchObject([{ level: 'warn' }]);
  await journal().add([other]);
  expect(await journal().all()).toEqual([one, other]);
});

test('A last line that only lacks its end is kept, whatever follows', async () => {
  await journal().add([one]);
  await truncate(file, (await stat(file)).size - 1);
  await journal().add([other]);
  expect(await journal().all()).toEqual([one, other]);
});

test('A line that says nothing is an error that names the file and the line', async () => {
  await appendFile(file, 'nonsense\n');
  await journal().add([one]);
  await expect(journal().all()).rejects.toThrow(`${file}: line 1 is no erasure`);
});

test('What cannot be written is written later, once', async () => {
  const list = journal();
  await mkdir(file);
  await expect(list.add([one])).rejects.toThrow();
  await expect(list.catchUp()).rejects.toThrow();
  await rm(file, { recursive: true });
  await list.catchUp();
  await list.catchUp();
  await list.add([other]);
  expect(await list.all()).toEqual([one, other]);
});
