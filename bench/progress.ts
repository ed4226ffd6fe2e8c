/** Shows how far something is: a bar for a person, a line now and then for a log. */
export const progress = (
  label: string,
  total: number,
): { at(done: number): void; end(note: string): void } => {
  const { stderr } = process;
  const width = 30;
  let shown = 0;
  const bar = (done: number): string => {
    const full = Math.round((width * done) / total);
    return `${label} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.floor((100 * done) / total)} %`;
  };
  return {
    at(done) {
      const now = performance.now();
      if (now - shown < (stderr.isTTY ? 100 : 5000)) return;
      shown = now;
      stderr.write(stderr.isTTY ? `\r${bar(done)}` : `${label} ${Math.floor((100 * done) / total)} %\n`);
    },
    end: (note) => void stderr.write(`${stderr.isTTY ? `\r${bar(total)}` : label} ${note}\n`),
  };
};
