import { seconds } from '#domain/shared/duration.ts';

/** What one client, one person and one address may take of a node. */
export type LiveLimits = {
  readonly connectionsPerUser: number;
  readonly connectionsPerAddress: number;
  readonly topicsPerConnection: number;
  readonly largestFrameBytes: number;
  /** Frames a connection may send in each window of {@link LiveLimits.frameWindowMs}. */
  readonly framesPerWindow: number;
  readonly frameWindowMs: number;
  /** Frames too many, one window after the other, after which the connection is closed. */
  readonly framesTooMany: number;
  /** Frames of one connection that may wait for those before them. */
  readonly framesWaiting: number;
  /** Bytes that may wait for a client that does not take them. */
  readonly unsentBytes: number;
  /** How often a client must show that it is there. */
  readonly heartbeatMs: number;
  /** How long somebody may take to be let in. */
  readonly admissionMs: number;
  /** How long a closing handshake may take. */
  readonly closingMs: number;
  /** Over how long the connections of a stopping node are closed. */
  readonly goodbyeMs: number;
  /** How often time-outs are looked at. */
  readonly tickMs: number;
};

export const liveLimits: LiveLimits = {
  connectionsPerUser: 20,
  connectionsPerAddress: 100,
  topicsPerConnection: 100,
  largestFrameBytes: 64 * 1024,
  framesPerWindow: 100,
  frameWindowMs: seconds(10),
  framesTooMany: 100,
  framesWaiting: 50,
  unsentBytes: 1024 * 1024,
  heartbeatMs: seconds(30),
  admissionMs: seconds(10),
  closingMs: seconds(10),
  goodbyeMs: seconds(2),
  tickMs: seconds(1),
};
