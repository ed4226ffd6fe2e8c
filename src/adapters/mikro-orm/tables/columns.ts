import { p } from '@mikro-orm/core';

/** A moment as its column gives it: UTC text on MySQL, milliseconds since 1970 on SQLite. The dialect reads both. */
export type Moment = string | number;

/** A yes or no as its column gives it. */
export type Flag = boolean | number;

export const id = () => p.string().length(36);
export const moment = () => p.datetime(3).$type<Moment>();
export const json = () => p.text().$type<string>();
export const flag = () => p.boolean().$type<Flag>();
