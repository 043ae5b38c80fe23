/**
 * Lets Node run the TypeScript files of test/ without a build (Node ≥ 24 removes types). A relative import ends in
 * `.js`, as the compiler requires, or in the console in nothing, and loads the `.ts` or `.tsx` file of that name. Imports of workspaces load their sources,
 * as in Jest; with TEST_BUILT=1 they load what was built, because Node cannot run decorators and parameter properties.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier.startsWith('@postern/') && process.env.TEST_BUILT !== '1') {
      return nextResolve(specifier, { ...context, conditions: [...context.conditions, '@postern/source'] });
    }
    if (/^\.{1,2}\//.test(specifier) && /\.tsx?$/.test(context.parentURL ?? '')) {
      for (const extension of ['.ts', '.tsx']) {
        const source = new URL(specifier.replace(/(?:\.js)?$/, extension), context.parentURL);
        if (existsSync(fileURLToPath(source))) return nextResolve(source.href, context);
      }
    }
    return nextResolve(specifier, context);
  },
});
