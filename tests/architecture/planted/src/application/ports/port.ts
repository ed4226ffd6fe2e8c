import { readFile } from 'node:fs/promises';
import type { Mailer } from '#adapters/smtp/mailer.ts';
import { anything } from '#bootstrap/main.ts';
import { Hono } from 'hono';

export type Port = Mailer;
export const impure = [readFile, Hono, anything];
