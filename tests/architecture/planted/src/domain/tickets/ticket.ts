import { randomUUID } from 'node:crypto';
import type { Port } from '#application/ports/port.ts';
import { z } from 'zod';

export type Ticket = { readonly id: string };
export const impure = (port: Port) => [randomUUID(), z, port, import('#bootstrap/main.ts')];
