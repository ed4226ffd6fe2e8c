import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from '#adapters/websocket/text-frame.ts';

const server = createServer();
const sockets = new WebSocketServer({ noServer: true });
let text = '';

beforeAll(async () => {
  server.on('upgrade', (request, stream, head) =>
    sockets.handleUpgrade(request, stream, head, (socket) => {
      stream.write(textFrame(text));
      socket.send('after');
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

test.for([0, 1, 125, 126, 65_535, 65_536, 200_000])(
  'a frame of %i bytes arrives as it was written',
  async (length) => {
    text = length > 2 ? `${'x'.repeat(length - 2)}é` : 'x'.repeat(length);
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const heard: string[] = [];
    client.on('message', (data, isBinary) => heard.push(isBinary ? 'binary' : String(data)));
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard).toEqual([text, 'after']);
    client.terminate();
  },
);
