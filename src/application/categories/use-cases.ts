import { listCategories, makeCategory, readCategory, reviseCategory } from './categories.ts';

/** What Hexdesk can be asked to do about what tickets are about. */
export const categoryUseCases = { listCategories, readCategory, makeCategory, reviseCategory } as const;
