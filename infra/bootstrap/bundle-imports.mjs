/**
 * Loads the modules of the bundle, see write-bundle.mjs, in place of those that were built. The processes that a program
 * starts load them too, because the option `--import` is in NODE_OPTIONS. Threads load what was built.
 */
import { registerHooks } from 'node:module';
import { bundledModules, bundlePath } from './bundled-modules.mjs';

const root = new URL('../../', import.meta.url);
const joined = new Map(
  Object.entries(bundledModules).map(([name, path]) => [
    new URL(path, root).href,
    new URL(`${bundlePath}/${name}.mjs`, root).href,
  ]),
);
registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context);
    const url = joined.get(found.url);
    return url === undefined ? found : { ...found, url };
  },
});
