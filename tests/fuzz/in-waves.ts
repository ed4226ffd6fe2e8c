/** Works through a list, some at once, and gives back what came of each. */
export const inWaves = async <Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Outcome>,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    outcomes.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  }
  return outcomes;
};
