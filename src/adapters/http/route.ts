import type { Authenticated } from '#application/identity/authenticate.ts';
import type { AttemptKind } from '#application/ports/attempts.ts';
import type { ProblemCode } from '../wire/problem.ts';
import type { z } from '../wire/schemas.ts';
import type { Answer } from './answer.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who is signed in, as routes get it. */
export type Caller = Authenticated;

/** What an answer looks like, for the document. */
export type AnswerShape = {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** The media type when it is not JSON. */
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Inputs = {
  readonly params?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
};
type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** A request after everything that all routes have in common is done. */
export type Call<I extends Inputs, Who> = {
  readonly params: Parsed<I['params']>;
  readonly query: Parsed<I['query']>;
  readonly body: Parsed<I['body']>;
  readonly caller: Who;
  /** The versions that `If-Match` names; `undefined` without the header or for `*`. */
  readonly ifMatch: readonly number[] | undefined;
  /** The address it came from. */
  readonly address: string;
  readonly userAgent: string;
};

/** What a path names, and who names it. */
export type Named<Params> = { readonly params: Params; readonly caller: Caller };

type Described = {
  readonly method: Method;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** The problems it may answer beyond those that follow from its shape. */
  readonly problems?: readonly ProblemCode[];
  /**
   * Whether `Idempotency-Key` counts: on POSTs whose answer holds no secret. `apart` keeps the answer right after the
   * effect, not in its transaction: for what hashes passwords or counts attempts.
   */
  readonly idempotent?: boolean | 'apart';
  /** Whether `If-Match` counts. */
  readonly conditional?: boolean;
  /** As which attempt a call counts for its network, beyond being a request. */
  readonly perNetwork?: AttemptKind;
  /** Whether it is about the person themselves: nothing that an access token could stand in for. */
  readonly inPerson?: boolean;
  /** Whether it is there for those, too, who must turn on a second factor first. */
  readonly whileEnrolling?: boolean;
  /** Whether it is answered however often it is asked: for probes, which must not be mistaken for a flood. */
  readonly unlimited?: boolean;
};

/** One operation of the API, whole: the document is made of it, and the server runs it. */
export type Route = Described & {
  readonly signedIn: boolean;
  readonly inputs: Inputs;
  /** Whether what the path names exists for this caller: a stranger hears that it does not, and nothing else. */
  readonly exists: ((named: Named<unknown>) => Promise<boolean>) | undefined;
  readonly handle: (call: Call<Inputs, Caller | undefined>) => Promise<Answer>;
};

/** A route for everybody. */
export const openRoute = <const I extends Inputs>(
  route: Described & {
    readonly inputs: I;
    readonly handle: (call: Call<I, Caller | undefined>) => Promise<Answer>;
  },
): Route => ({ ...route, signedIn: false, exists: undefined, handle: route.handle as Route['handle'] });

/** A route for those who are signed in. */
export const signedInRoute = <const I extends Inputs>(
  route: Described & {
    readonly inputs: I;
    readonly exists?: (named: Named<Parsed<I['params']>>) => Promise<boolean>;
    readonly handle: (call: Call<I, Caller>) => Promise<Answer>;
  },
): Route => ({
  ...route,
  signedIn: true,
  exists: route.exists as Route['exists'],
  handle: route.handle as unknown as Route['handle'],
});
