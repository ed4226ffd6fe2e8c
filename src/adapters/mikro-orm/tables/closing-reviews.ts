import { defineEntity } from '@mikro-orm/core';
import { id, moment } from './columns.ts';

/** Queues whose solved tickets are looked through, and the place that was reached. */
export const ClosingReviewTable = defineEntity({
  name: 'ClosingReview',
  tableName: 'closing_reviews',
  properties: {
    queueId: id().primary(),
    dueFrom: moment(),
    seenAt: moment().nullable(),
    seenId: id().default(''),
  },
});
