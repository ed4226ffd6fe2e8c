import type { Actor } from '../access/actor.ts';

export type Brand = Actor;
