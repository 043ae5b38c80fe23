import type { Environment } from '@postern/core/environment';
import { inputErrors } from '@postern/core/problem';
import { limitsOf, tokenInputSchema } from '@postern/core/token';
import { formatTable } from './format-table.js';
import { print } from './print.js';
import { visitableOrigin } from './listening-address.js';
import { createSignInCode } from '@postern/database/sign-in-code';
import { createAccountToken, listTokens, revokeToken, type ListedToken } from './account-tokens.js';
import { withInstallation } from './open-installation.js';
import { UsageError } from './usage-error.js';

export type CreateTokenOptions = {
  readonly role: string;
  readonly name: string;
  readonly expires?: string;
  readonly scope?: readonly string[];
  readonly source?: readonly string[];
  readonly account: string;
  readonly link?: true;
  readonly json?: true;
};

/** Runs `postern token create`: prints the secret, and the link in a second line, so that scripts can read them. */
export async function createToken(environment: Environment, options: CreateTokenOptions): Promise<void> {
  const parsed = tokenInputSchema.safeParse({
    name: options.name,
    role: options.role,
    expiresAt: options.expires,
    scopes: options.scope,
    sources: options.source,
  });
  if (!parsed.success) {
    const errors = inputErrors(parsed.error.issues);
    throw new UsageError(errors.map(({ path, message }) => `${optionOf(path)}: ${message}`).join('\n'));
  }
  const { name, role, expiresAt } = parsed.data;
  if (expiresAt != null && new Date(expiresAt) <= new Date())
    throw new UsageError('--expires: the time must be in the future');
  await withInstallation(environment, async (database) => {
    const end = expiresAt == null ? null : new Date(expiresAt);
    const wanted = { name, role, expiresAt: end, limits: limitsOf(parsed.data) };
    const made = await createAccountToken(database, role === 'operator' ? null : options.account, wanted);
    if (made === null) throw new UsageError(`--account: there is no account “${options.account}”`);
    const { id, secret } = made;
    const code = options.link ? await createSignInCode(database, secret) : null;
    const origin = environment.POSTERN_PUBLIC_URL ?? visitableOrigin(environment.HOST, environment.PORT);
    const link = code === null ? [] : [`${new URL(origin).origin}/#code=${code}`];
    if (options.json) print(`${JSON.stringify({ id, name, role, token: secret, link: link[0] })}\n`);
    else print(`${[secret, ...link].join('\n')}\n`);
  });
}

/** The option that a path of the input came from: `scopes[0]` is from `--scope`. */
function optionOf(path: string): string {
  const [field = ''] = path.split('[');
  return `--${{ expiresAt: 'expires', scopes: 'scope', sources: 'source' }[field] ?? field}`;
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
    tokens.map(({ id, role, account, name, scopes, sources, expiresAt, lastUsedAt, lastUsedAddress }) => [
      id,
      role,
      account ?? '–',
      name,
      `expires ${expiresAt ?? 'never'}`,
      `last used ${lastUsedAt ?? 'never'}${lastUsedAddress === null ? '' : ` from ${lastUsedAddress}`}`,
      scopes === null ? 'all of the role' : `only ${scopes.join(', ')}`,
      sources === null ? 'from anywhere' : `from ${sources.join(', ')}`,
    ]),
  );
}
