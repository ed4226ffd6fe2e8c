import type { Queue } from '#domain/queues/queue.ts';
import type { QueueId } from '#domain/shared/ids.ts';

export interface QueueStore {
  find(id: QueueId): Promise<Queue | undefined>;
  /** The queue of this name; names are compared without regard to case. */
  named(name: string): Promise<Queue | undefined>;
  /** @throws {NameTaken} when there is one of this name. */
  add(queue: Queue): Promise<void>;
  /** Every queue, by name. There are few. */
  all(): Promise<readonly Queue[]>;
}

/** The name is somebody else's already. */
export class NameTaken extends Error {
  readonly code = 'name-taken';
}
