import { z } from '@hono/zod-openapi';
import type { Frame } from '../websocket/frames.ts';

export const problem = (frame: Frame) => z.string().parse(frame);
