import { lookup, Resolver } from 'node:dns/promises';
import type { Lookup } from './probe-options.js';

/**
 * The system's resolver, so that /etc/hosts counts. It cannot tell a name without an address from no name at all
 * (libuv folds EAI_NODATA into ENOTFOUND), so DNS itself is asked then.
 */
export const systemLookup: Lookup = async (host) => {
  try {
    const found = await lookup(host, { all: true, order: 'verbatim' });
    return found.map(({ address }) => address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND' && (await existsWithoutAddress(host)))
      return [];
    throw error;
  }
};

async function existsWithoutAddress(host: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  const code = await resolver.resolve4(host).then(
    () => '',
    (error: NodeJS.ErrnoException) => error.code,
  );
  return code === 'ENODATA';
}
