import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../support/desk.ts';
import { eachEngine } from '../support/engines.ts';

const page = await readFile(join(import.meta.dirname, '../../docs/live.md'), 'utf8');

/** Writes the programs of the page into a folder, each under the name in its first line. */
const writeExamples = async (folder: string): Promise<void> => {
  const programs = [...page.matchAll(/```js\n\/\/ ([\w.]+)[^\n]*\n(.*?)```/gs)];
  expect(programs.map(([, name]) => name)).toEqual(['follow.mjs', 'example.mjs']);
  for (const [, name = '', text = ''] of programs) await writeFile(join(folder, name), text);
};

eachEngine('the example of docs/live.md', (engine) => {
  let desk: Desk;
  let folder: string;
  let example: ChildProcessByStdio<null, Readable, Readable> | undefined;
  beforeAll(async () => {
    desk = await startDesk(engine);
    folder = await mkdtemp(join(tmpdir(), 'hexdesk-live-'));
    await writeExamples(folder);
  });
  afterAll(async () => {
    example?.kill();
    await desk.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('tells a customer what happens to their tickets', async () => {
    const carla = desk.as('carla');
    const ticket = { subject: 'Charged twice', body: 'See.' };
    const { id } = (await carla.post<{ id: string }>('/v1/tickets', ticket)).body;
    const token = await desk.tokenOf('carla');
    const args = [join(folder, 'example.mjs'), `${desk.url}/v1`, token, `ticket:${id}`];
    example = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [example.stdout, example.stderr])
      stream.on('data', (data: Buffer) => {
        printed += data.toString();
      });
    const patiently = { timeout: 20_000, interval: 200 };
    const say = (body: string, kind = 'public') =>
      desk.as('ada').post(`/v1/tickets/${id}/messages`, { body, kind });
    const greeted = async (): Promise<string> => {
      await say('Hello.');
      return printed;
    };
    await expect.poll(greeted, patiently).toContain('Hello.');
    await say('canary', 'internal');
    await say('It is paid back.');
    await expect.poll(() => printed, patiently).toContain('It is paid back.');
    expect(printed).not.toContain('canary');
    expect(printed.trim().split('\n').at(-1)).toMatch(/^\d+ ticket-replied It is paid back\.$/);
  });
});
