/** How the mutants of one folder fared. */
export type Score = { readonly folder: string; readonly killed: number; readonly survived: number };

/** What of Stryker's report is read here. */
export type Report = {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
};

const noticed = ['Killed', 'Timeout'];
const missed = ['Survived', 'NoCoverage'];

/** One score for each folder that has mutants, in the order of their names; what no test reaches counts as survived. */
export const scoresOf = ({ files }: Report): readonly Score[] => {
  const folders = Map.groupBy(Object.entries(files), ([file]) => file.slice(0, file.lastIndexOf('/')));
  return [...folders]
    .map(([folder, inside]) => {
      const mutants = inside.flatMap(([, file]) => file.mutants);
      const count = (among: readonly string[]) =>
        mutants.filter(({ status }) => among.includes(status)).length;
      return { folder, killed: count(noticed), survived: count(missed) };
    })
    .filter(({ killed, survived }) => killed + survived > 0)
    .sort((one, other) => (one.folder < other.folder ? -1 : 1));
};

/** All of them as one. */
export const total = (folder: string, scores: readonly Score[]): Score => ({
  folder,
  killed: scores.reduce((sum, { killed }) => sum + killed, 0),
  survived: scores.reduce((sum, { survived }) => sum + survived, 0),
});

/** The share of mutants that a test noticed, in percent. */
export const percentOf = ({ killed, survived }: Score): number => (100 * killed) / (killed + survived);
