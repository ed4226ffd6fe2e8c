import type { Container } from 'inversify';
import { resolve } from '#bootstrap/di.ts';
import { tokens } from '#bootstrap/tokens.ts';
import { acme, globex, roleOf } from '../roles.ts';
import { noon } from '../tickets.ts';

/** A custom role that nobody holds. */
export const unheldRole = roleOf({ 'ticket:read': 'everywhere' }, 'Public reader');

/** Puts a custom role and two organisations without members into a desk: Acme, which shares its tickets, and Globex. */
export const organise = (container: Container): Promise<void> =>
  resolve(container, tokens.unitOfWork).run(async ({ roles, organisations }) => {
    await roles.add(unheldRole, noon);
    const made = { externalId: undefined, createdAt: noon };
    await organisations.add({ ...made, id: acme, name: 'Acme', isShared: true });
    await organisations.add({ ...made, id: globex, name: 'Globex', isShared: false });
  });
