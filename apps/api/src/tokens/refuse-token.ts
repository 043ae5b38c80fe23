import { mayCreateToken, type Limits, type Role } from '@postern/core/permission';
import { excessOf, limitsOf, type TokenInput } from '@postern/core/token';
import type { AccountCaller } from '../access/permission.js';
import { ApiProblem, invalidInput } from '../http/api-problem.js';

/** Throws a problem if the caller may not make this token. */
export function refuseToken(caller: AccountCaller, input: TokenInput): void {
  if (input.role === 'operator') {
    const message = 'An operator token is made with `postern token create --role operator`';
    throw invalidInput('role', 'role-not-of-an-account', message);
  }
  refuseExcess(caller, input.role, limitsOf(input));
}

/** Throws a problem if a token with this role and these limits could do more than the caller. */
export function refuseExcess(caller: AccountCaller, role: Role, limits: Limits | null): void {
  if (!mayCreateToken(caller.role, role)) throw new ApiProblem('forbidden');
  const excess = excessOf(caller.limits, role, limits);
  if (excess.permissions.length > 0) {
    const named = excess.permissions.join(', ');
    throw new ApiProblem('forbidden', {
      detail: `A token never gives more than it has: the scopes of this token do not include ${named}.`,
    });
  }
  if (excess.isFromElsewhere) {
    throw new ApiProblem('forbidden', {
      detail: 'A token never gives more than it has: name sources within those of this token.',
    });
  }
}

/** The time of expiry in an input; null for never. Throws a problem if it has passed. */
export function futureEnd(expiresAt: string | null | undefined): Date | null {
  const end = expiresAt ? new Date(expiresAt) : null;
  if (end !== null && end <= new Date()) {
    throw invalidInput('expiresAt', 'in-the-past', 'The time of expiry must be in the future');
  }
  return end;
}
