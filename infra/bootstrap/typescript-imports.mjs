/**
 * Lets Node run the TypeScript of test/ as it is (Node ≥ 24 strips types): a relative import is written with the
 * `.js` that the compiler wants, and here means the `.ts` beside it; workspaces resolve to their sources, as in Jest.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier.startsWith('@postern/')) {
      return nextResolve(specifier, { ...context, conditions: [...context.conditions, '@postern/source'] });
    }
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
      if (existsSync(fileURLToPath(source))) return nextResolve(source.href, context);
    }
    return nextResolve(specifier, context);
  },
});
