import type { Operation } from '../load/operations.ts';

/** Requests per second against the Go baseline that Hexdesk aims at, at 16 connections. */
export const targets: Readonly<Record<Operation, number>> = {
  get: 0.9,
  list: 1.6,
  create: 1,
  message: 1,
  patch: 1,
  mixed: 1.1,
};

export const startUpTargetMs = 1500;
export const idleMemoryTargetMiB = 150;

/** Requests per second against Hexdesk that is never told of revocations: what they may cost. */
export const revocationTarget = 0.95;
