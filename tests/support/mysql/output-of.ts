import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a command prints, once it has ended well; its last line of complaint is thrown otherwise. */
export const outputOf = async (
  command: string,
  args: readonly string[],
  {
    seconds = 20,
    env = {},
  }: { readonly seconds?: number; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> => {
  const options = {
    timeout: seconds * 1000,
    maxBuffer: 64 * 2 ** 20,
    env: { ...process.env, LC_ALL: 'C', ...env },
  };
  try {
    return (await execute(command, args, options)).stdout;
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    throw new Error(`${command}: ${stderr?.trim().split('\n').at(-1) || message}`, { cause });
  }
};
