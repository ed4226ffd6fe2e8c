/** A committed fact that has no position yet, or the tombstone that ends a ticket's facts. */
export type Unstamped = {
  readonly in: 'facts' | 'tombstones';
  readonly ticket_id: string;
  readonly seq: number;
  readonly at: Date;
};

/**
 * The order in which facts get their positions: by time, as far as that keeps each ticket's own order, which holds
 * whatever the clocks of the nodes said. The facts come by ticket and `seq`.
 */
export const stampingOrder = <Row extends Unstamped>(rows: readonly Row[]): readonly Row[] => {
  const latest = new Map<string, number>();
  return rows
    .map((row) => {
      const time = Math.max(row.at.getTime(), latest.get(row.ticket_id) ?? 0);
      latest.set(row.ticket_id, time);
      return { row, time };
    })
    .sort((a, b) => a.time - b.time)
    .map(({ row }) => row);
};
