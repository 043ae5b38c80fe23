import { vendorNameSchema } from '@postern/core/allowlist-document';
import type { Environment } from '@postern/core/environment';
import { inputErrors } from '@postern/core/problem';
import { readVendor, storeVendor } from '@postern/database/allowlist-vendor';
import { asOperator } from '@postern/database/database';
import { withInstallation } from './open-installation.js';
import { print } from './print.js';
import { UsageError } from './usage-error.js';

/** Runs `postern allowlist vendor`: sets the name if one is given, and prints the name that is set. */
export async function nameVendor(
  environment: Environment,
  name: string | undefined,
  options: { readonly json?: true },
): Promise<void> {
  const parsed = vendorNameSchema.optional().safeParse(name);
  if (!parsed.success) {
    const errors = inputErrors(parsed.error.issues);
    throw new UsageError(errors.map(({ message }) => `name: ${message}`).join('\n'));
  }
  await withInstallation(environment, async (database) => {
    if (parsed.data !== undefined) await storeVendor(asOperator(database), parsed.data, null);
    const vendor = await readVendor(database);
    print(options.json ? `${JSON.stringify({ vendor })}\n` : `${vendor ?? 'No name is set.'}\n`);
  });
}
