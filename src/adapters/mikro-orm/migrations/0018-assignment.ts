import { type EngineName, statementsFor, typed } from './definition.ts';

// the turns of a queue are one short walk in the order of their key; whoever gives them holds the queue
const turns = {
  name: 'assignment_turns',
  columns: [
    'queue_id {id} not null',
    'user_id {id} not null',
    'turn {big} not null',
    'primary key (queue_id, user_id)',
  ],
};

/** Queues may hand tickets out by themselves, and remember whose turn it was. */
export const assignment = (engine: EngineName): readonly string[] => {
  const columns = ["assignment {code} not null default 'manual'", 'capacity {number} null'].map((line) =>
    typed(engine, line),
  );
  return [
    ...statementsFor(engine, turns),
    ...(engine === 'mysql'
      ? [`alter table queues add ${columns.join(', add ')}`]
      : columns.map((column) => `alter table queues add column ${column}`)),
  ];
};

/** Whether that was done, on an engine that may die between a change of the schema and its entry in the books. */
export const assignmentIsThere =
  "select 1 from information_schema.columns where table_schema = database() and table_name = 'queues' and column_name = 'assignment'";
