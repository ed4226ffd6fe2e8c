import { mayInQueue } from '../access/policy.ts';
import type { User } from '../identity/user.ts';
import type { QueueId, UserId } from '../shared/ids.ts';
import type { AssignmentStrategy, Queue } from './queue.ts';

/** A member of a queue, and what they have to do in it. */
export type Candidate = {
  readonly user: User;
  /** How many unsolved tickets of the queue they hold. */
  readonly load: number;
  /** When it was their turn last: a later turn has a higher number, and 0 is never. */
  readonly lastTurn: number;
};

/** Who is given a ticket of a queue by its strategy; nobody when all are away, full or may not claim there. */
export const chooseAssignee = (
  { id, assignment, capacity }: Pick<Queue, 'id' | 'assignment' | 'capacity'>,
  candidates: readonly Candidate[],
  { except }: { readonly except: readonly UserId[] },
): UserId | undefined => {
  if (assignment === 'manual') return undefined;
  const isFree = ({ user, load }: Candidate): boolean =>
    !except.includes(user.id) && isThereFor(id, user) && (capacity === undefined || load < capacity);
  return candidates.filter(isFree).toSorted(before[assignment])[0]?.user.id;
};

const isThereFor = (queue: QueueId, user: User): boolean =>
  user.status === 'active' &&
  user.kind !== 'service' &&
  user.availability !== 'away' &&
  mayInQueue(user, 'ticket:claim', queue);

type Order = (one: Candidate, other: Candidate) => number;

/** Of two whose turn never came, the older account. */
const byTurn: Order = (one, other) => one.lastTurn - other.lastTurn || (one.user.id < other.user.id ? -1 : 1);

const before: Record<Exclude<AssignmentStrategy, 'manual'>, Order> = {
  'round-robin': byTurn,
  'least-loaded': (one, other) => one.load - other.load || byTurn(one, other),
};
