import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Files that do something when they are imported: they are read only. */
const entries = ['src/bootstrap/main.ts', 'src/bootstrap/migrate.ts', 'src/bootstrap/demo.ts'];

/** Vitest compiles what it imports, enums and all; only plain node shows what cannot run without a compiler. */
describe('plain node', () => {
  test('can import every module, and none of them does anything then', async () => {
    const modules = (await sourceFiles('src')).filter((file) => !entries.includes(file));
    expect(modules).not.toHaveLength(0);
    expect(await complaintsOfNode('await import(process.cwd() + "/" + file);', modules)).toBe('');
  });

  test('can read every entry', async () => {
    const present = (await sourceFiles('src')).filter((file) => entries.includes(file));
    expect(present).toContain('src/bootstrap/main.ts');
    // `node --check` reads TypeScript as if it were JavaScript
    expect(await complaintsOfNode('stripTypeScriptTypes(readFileSync(file, "utf8"));', present)).toBe('');
  });
});

/** Does one thing with each file in a node of its own, and gives back everything it had to say. */
const complaintsOfNode = async (statement: string, files: readonly string[]): Promise<string> => {
  const program = `
    import { readFileSync } from 'node:fs';
    import { stripTypeScriptTypes } from 'node:module';
    for (const file of process.argv.slice(1)) {
      try {
        ${statement}
      } catch (error) {
        console.log(file + ': ' + error.message);
      }
    }
    setTimeout(() => {
      console.log('kept awake by ' + process.getActiveResourcesInfo());
      process.exit();
    }, 5000).unref();`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program, ...files];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 25_000 });
  return `${stdout}${stderr}`;
};
