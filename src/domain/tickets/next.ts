import type { Status } from './transitions.ts';

/** The statuses in which a ticket that nobody holds waits for somebody of its queue. */
export const handedOut = ['new', 'open'] as const satisfies readonly Status[];
export type HandedOut = (typeof handedOut)[number];
