import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#adapters/mikro-orm/database.ts';
import { runToEnd, startProcess, temporaryFolder } from '../support/hexdesk-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('npm run audit:verify', () => {
  test('says that the audit is whole, and names the first entry that is not', async () => {
    const settings = { DATA_DIR: folder.path, ADMIN_PASSWORD: 'a long enough passphrase' };
    await (await startProcess(settings)).end('SIGTERM');
    const whole = await runToEnd('audit.ts', settings);
    expect(whole).toMatchObject({ code: 0, output: expect.stringContaining('The audit is whole') });
    const [, end = ''] = /noted outside of the database: (\S+)/.exec(whole.output) ?? [];
    expect(await runToEnd('audit.ts', settings, [end])).toMatchObject({ code: 0 });
    expect(await runToEnd('audit.ts', settings, ['9:nothing'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('there were 9 entries'),
    });

    const { orm, pool } = await openDatabase({
      url: `sqlite:${join(folder.path, 'hexdesk.sqlite')}`,
      poolSize: 1,
    });
    await pool.updateTable('audit_entries').set({ action: 'signed-out' }).where('n', '=', 2).execute();
    await orm.close();
    expect(await runToEnd('audit.ts', settings)).toMatchObject({
      code: 1,
      output: expect.stringContaining('Entry 2 is not what was written'),
    });
    expect(await runToEnd('audit.ts', settings, ['what?'])).toMatchObject({ code: 2 });
  });
});
