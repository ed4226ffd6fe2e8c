import { defineEntity, p } from '@mikro-orm/core';
import { id } from './columns.ts';

/** When it was whose turn in a queue, as rising numbers. */
export const AssignmentTurnTable = defineEntity({
  name: 'AssignmentTurn',
  tableName: 'assignment_turns',
  properties: {
    queueId: id().primary(),
    userId: id().primary(),
    turn: p.bigint('number'),
  },
});
