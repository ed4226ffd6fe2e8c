import type { Defect } from '../defects/defects.ts';

/** Mistakes that show only where many change the same. */
export const contentionDefects: readonly Defect[] = [
  {
    name: 'nobody looks at the version that an update was made to',
    file: 'src/application/tickets/change-ticket.ts',
    text: 'ifMatch === undefined || ifMatch.includes(version)',
    becomes: 'ifMatch === undefined || true',
    occasion: 'nothing',
    foundBy: 'unasked',
  },
];
