import type { Frame } from '../websocket/frames.ts';
import { anything } from '../../bootstrap/main.ts';
import { problem } from '../wire/problem.ts';

export type Mailer = Frame;
export const allowed = problem;
export const breach = anything;
