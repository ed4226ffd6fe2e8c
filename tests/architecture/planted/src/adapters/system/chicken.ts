import type { Egg } from './egg.ts';

export type Chicken = { readonly from: Egg };
