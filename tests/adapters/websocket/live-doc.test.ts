import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closings } from '#adapters/websocket/closings.ts';
import { liveLimits } from '#adapters/websocket/live-limits.ts';
import { deepestJson } from '#adapters/wire/json-depth.ts';
import { clientFrames } from '#adapters/wire/live-client-frames.ts';
import { serverFrames } from '#adapters/wire/live-server-frames.ts';
import { farthestBehind } from '#application/live/cursor.ts';
import { presenceLeaseMs } from '#application/live/presence.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/live.md'), 'utf8');

test('the page names every reason for which a connection is closed, and no other', () => {
  const rows = [...page.matchAll(/^\| close \| (\d{4}) `([\w-]+)` \|/gm)].map(([, code, why]) => [
    why,
    Number(code),
  ]);
  expect(Object.fromEntries(rows)).toEqual(closings);
});

test('the page names every frame, and with a client’s every field of it', () => {
  for (const [type, schema] of Object.entries(clientFrames)) {
    const fields = Object.keys(schema.shape).filter((name) => name !== 'type' && name !== 'ref');
    const row = page.match(new RegExp(`^\\| \`${type}(?: \\{([^}]*)\\})?\` \\|`, 'm'));
    expect(row?.[1]?.replaceAll('?', '').split(', ') ?? [], type).toEqual(fields);
  }
  for (const type of Object.keys(serverFrames)) expect(page).toMatch(new RegExp(`\`${type}[ \`]`));
});

test('the page states the limits as they are', () => {
  const { connectionsPerUser, connectionsPerAddress, topicsPerConnection, framesPerWindow } = liveLimits;
  const kib = (bytes: number): string => `${bytes / 1024} KiB`;
  const inSeconds = (milliseconds: number): string => `${milliseconds / 1000} seconds`;
  const stated = [
    `${connectionsPerUser} for each person, ${connectionsPerAddress} for each address`,
    `${topicsPerConnection} for each connection`,
    `${kib(liveLimits.largestFrameBytes)}, nested ${deepestJson} deep`,
    `${framesPerWindow} in ${inSeconds(liveLimits.frameWindowMs)}`,
    `after ${liveLimits.framesTooMany} of those`,
    `${liveLimits.unsentBytes / 1024 / 1024} MiB; a client`,
    `a ping every ${inSeconds(liveLimits.heartbeatMs)}`,
    `more than ${farthestBehind.toLocaleString('en')} facts behind`,
    `at least every ${inSeconds(presenceLeaseMs)}`,
  ];
  expect(stated.filter((limit) => !page.includes(limit))).toEqual([]);
});
