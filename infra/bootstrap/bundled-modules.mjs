/** The folder of the bundle, from the root. */
export const bundlePath = 'node_modules/.cache/postern-bundle';

/** The modules from which programs load a bundle: their names in it, and their paths from the root. */
export const bundledModules = Object.fromEntries(
  ['cli/dist/main', 'api/dist/main', 'api/dist/run-api', 'worker/dist/main', 'worker/dist/run-worker'].map(
    (name) => [name, `apps/${name}.js`],
  ),
);
