import type { Environment } from '@postern/core/environment';
import { inputErrors } from '@postern/core/problem';
import { tokenInputSchema } from '@postern/core/token';
import { formatTable } from './format-table.js';
import { print } from './print.js';
import { createAccountToken, listTokens, revokeToken, type ListedToken } from './account-tokens.js';
import { withInstallation } from './open-installation.js';
import { UsageError } from './usage-error.js';

export type CreateTokenOptions = {
  readonly role: string;
  readonly name: string;
  readonly expires?: string;
  readonly account: string;
  readonly json?: true;
};

/** Runs `postern token create`: prints only the secret on standard output, so that scripts can read it. */
export async function createToken(environment: Environment, options: CreateTokenOptions): Promise<void> {
  const parsed = tokenInputSchema.safeParse({
    name: options.name,
    role: options.role,
    expiresAt: options.expires,
  });
  if (!parsed.success) {
    const errors = inputErrors(parsed.error.issues);
    throw new UsageError(
      errors.map(({ path, message }) => `--${path.replace('expiresAt', 'expires')}: ${message}`).join('\n'),
    );
  }
  const { name, role, expiresAt } = parsed.data;
  if (expiresAt != null && new Date(expiresAt) <= new Date())
    throw new UsageError('--expires: the time must be in the future');
  await withInstallation(environment, async (database) => {
    const wanted = { name, role, expiresAt: expiresAt == null ? null : new Date(expiresAt) };
    const made = await createAccountToken(database, role === 'operator' ? null : options.account, wanted);
    if (made === null) throw new UsageError(`--account: there is no account “${options.account}”`);
    const { id, secret } = made;
    print(options.json ? `${JSON.stringify({ id, name, role, token: secret })}\n` : `${secret}\n`);
  });
}

/** Runs `postern token list`: prints a line for each token, or JSON. */
export async function printTokens(environment: Environment, options: { json?: true }): Promise<void> {
  await withInstallation(environment, async (database) => {
    const listed = await listTokens(database);
    print(options.json ? `${JSON.stringify(listed, null, 2)}\n` : formatTokens(listed));
  });
}

/** Runs `postern token revoke`. */
export async function endToken(environment: Environment, id: string): Promise<void> {
  await withInstallation(environment, async (database) => {
    if (!(await revokeToken(database, id)))
      throw new UsageError(`There is no token ${id}; “postern token list” shows them`);
    print(`revoked ${id}\n`);
  });
}

function formatTokens(tokens: readonly ListedToken[]): string {
  return formatTable(
    tokens.map(({ id, role, account, name, expiresAt, lastUsedAt }) => [
      id,
      role,
      account ?? '–',
      name,
      `expires ${expiresAt ?? 'never'}`,
      `last used ${lastUsedAt ?? 'never'}`,
    ]),
  );
}
