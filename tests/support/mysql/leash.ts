/**
 * A program of its own: runs a command for as long as standard input stays open, then ends it and removes its folder.
 * Whoever holds the other end may finish, fail, be interrupted or be killed: the command never outlives it.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Leash } from './on-a-leash.ts';

const { command, args, signal, folder } = JSON.parse(process.argv[2] ?? '{}') as Leash;
const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
const end = () => child.kill(signal);

child.once('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.once('close', (code) => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code ?? 0);
});
process.stdin.resume().once('close', end).once('error', end);
process.once('SIGTERM', end).once('SIGINT', end).once('SIGHUP', end);
