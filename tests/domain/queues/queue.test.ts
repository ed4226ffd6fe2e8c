import { expect, test } from 'vitest';
import { defaultAcknowledgement, defaultQueueName } from '#domain/queues/queue.ts';

test('the queue that is there from the start is called Support, and thanks whoever writes to it', () => {
  expect(defaultQueueName).toBe('Support');
  expect(defaultAcknowledgement).toMatch(/^Thank you .+\.$/);
});
