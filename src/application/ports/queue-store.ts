import type { Queue } from '#domain/queues/queue.ts';
import type { QueueId } from '#domain/shared/ids.ts';

/** A queue as stored; every change of it makes another version. */
export type StoredQueue = { readonly queue: Queue; readonly version: number };

export interface QueueStore {
  /** The queue as it was within the last seconds. */
  find(id: QueueId): Promise<Queue | undefined>;
  /** The queue as it is right now. */
  stored(id: QueueId): Promise<StoredQueue | undefined>;
  /** The same, held until the transaction ends: whoever else wants to change it waits. */
  hold(id: QueueId): Promise<StoredQueue | undefined>;
  /** The queue of this name; names are compared without regard to case. */
  named(name: string): Promise<Queue | undefined>;
  /** Adds it as version 1. @throws {NameTaken} when there is one of this name. */
  add(queue: Queue): Promise<void>;
  /** Replaces a queue that is held. @throws {NameTaken} when there is another one of this name. */
  replace(stored: StoredQueue): Promise<void>;
  /** Every queue, by name. There are few. */
  all(): Promise<readonly Queue[]>;
}

/** The name is somebody else's already. */
export class NameTaken extends Error {
  readonly code = 'name-taken';
}
