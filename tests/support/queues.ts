import type { Queue } from '#domain/queues/queue.ts';
import { QueueId } from '#domain/shared/ids.ts';

/** The queue for everything about money; ben works it, lena leads it. */
export const billing: Queue = {
  id: QueueId('01957b3e-9c00-7a10-8f10-6d1f0c3a5e01'),
  name: 'Billing',
  defaultPriority: 'normal',
  reopenWindowDays: 7,
  autoCloseDays: 7,
  followUpPolicy: 'follow-up',
  acknowledgement: 'We have received your request.',
  assignment: 'manual',
  capacity: undefined,
  isArchived: false,
};

/** The queue for everything that is on its way; sam works it. */
export const shipping: Queue = {
  ...billing,
  id: QueueId('01957b3e-9c00-7a10-8f10-6d1f0c3a5e02'),
  name: 'Shipping',
};

/** Billing, but for the rules that matter to a test. */
export const billingWith = (rules: Partial<Omit<Queue, 'id'>>): Queue => ({ ...billing, ...rules });
