/** How many tickets a connection changes in turn: fewer the more connections there are. */
const atOnce = (connections: number): number => Math.max(1, Math.floor(16 / Math.sqrt(connections)));

type Seat = { readonly index: number; readonly of: number; readonly random: () => number };

/** Indexes of tickets that only this connection changes, so that no version is stale by design. */
export const ownTickets = ({ index, of, random }: Seat, tickets: number): readonly number[] => {
  const own = new Set<number>();
  const share = Math.floor(tickets / of);
  for (let tries = 0; own.size < atOnce(of) && tries < 1000; tries += 1) {
    own.add(Math.floor(random() * share) * of + index);
  }
  return [...own];
};
