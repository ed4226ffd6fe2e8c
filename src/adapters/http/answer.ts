import { type Problem, problemBody, statusOf } from '../wire/problem.ts';

/** What a route answers, before it becomes a response: plain data, so that it can be kept and replayed. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body; empty for none. */
  readonly body: string;
  /** In place of the body, one that is sent as it is made; such an answer is never kept. */
  readonly stream?: AsyncIterable<string>;
};

/** An answer with a JSON body. */
export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  jsonText(status, JSON.stringify(body), headers);

/** An answer whose body is written as JSON already. */
export const jsonText = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body,
});

/** An answer without a body. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  body: '',
});

/** A problem as an answer (RFC 9457). */
export const problemAnswer = (problem: Problem, requestId: string | undefined): Answer => {
  const { retryAfterSeconds } = problem;
  const status = statusOf(problem.code);
  const retry =
    retryAfterSeconds === undefined ? undefined : String(Math.max(1, Math.ceil(retryAfterSeconds)));
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retry === undefined ? {} : { 'retry-after': retry }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 426 ? { upgrade: 'websocket' } : {}),
    },
    body: JSON.stringify(problemBody(problem, requestId)),
  };
};

/** Thrown inside the pipeline to answer with a problem at once. */
export class ProblemThrown extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Answers with a problem. */
export const raise = (problem: Problem): never => {
  throw new ProblemThrown(problem);
};
