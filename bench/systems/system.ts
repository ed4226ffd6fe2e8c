import type { Answered, Asked, HttpConnection } from '../load/http-connection.ts';
import type { Single } from '../load/operations.ts';

/** A request, and what its client learns from the answer. */
export type Request = Asked & { readonly done?: ((answer: Answered) => void) | undefined };

/** What one connection asks for, one request after the other. */
export type Client = Readonly<Record<Single, () => Request>>;

export type ClientSeat = {
  /** Which of the connections this is, and of how many. */
  readonly index: number;
  readonly of: number;
  readonly random: () => number;
  readonly connection: HttpConnection;
};

/** A server under measurement. */
export type System = {
  readonly name: string;
  readonly port: number;
  /** Its process; children count, too. */
  readonly pid: number;
  /** Signs in anew where that is due, and learns what the clients need. */
  prepare(connection: HttpConnection): Promise<void>;
  client(seat: ClientSeat): Promise<Client>;
  stop(): Promise<void>;
};

/** The JSON of an answer. @throws when it is not a success. */
export const jsonOf = ({ status, body }: Answered, what: string): Record<string, unknown> => {
  const text = body.toString();
  if (status < 200 || status > 299) throw new Error(`${what}: ${status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
};
