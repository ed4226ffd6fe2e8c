import type { AccessRefusal } from '#domain/access/refusal.ts';
import type { Problem } from './problem.ts';
import { breach } from './refusal-problem.ts';

/** What a refusal about rights is called outside. A new one does not compile until somebody decides that. */
export const accessProblem = (refusal: AccessRefusal): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'name-taken':
    case 'external-id-taken':
    case 'role-built-in':
    case 'role-named-in-settings':
    case 'already-granted':
    case 'last-admin':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: 'not-permitted', facts: { permission: refusal.permission } };
    case 'role-in-use':
      return { code: refusal.code, facts: { holders: refusal.holders } };
    case 'unknown-role':
      return breach('role', refusal.code, 'must be a role that exists');
    case 'unknown-scope':
      return breach('scope', refusal.code, 'must name a queue or an organisation that exists');
  }
};
