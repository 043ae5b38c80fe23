/**
 * `npm run bench -- <name> [options]`: runs a benchmark. Each is a file of this folder, which is loaded when it is
 * run.
 */
const benches = {
  verify: () => import('./verify.js'),
  populate: () => import('./populate.js'),
  allowlist: () => import('./allowlist.js'),
  import: () => import('./import.js'),
  console: () => import('./console.js'),
  fairness: () => import('./fairness.js'),
  neighbours: () => import('./neighbours.js'),
  rounds: () => import('./rounds.js'),
  discover: () => import('./discover.js'),
  'discover-parsers': () => import('./discover-parsers.js'),
  dispatch: () => import('./dispatch.js'),
  deliveries: () => import('./deliveries.js'),
  million: () => import('./million.js'),
};

const [name = '', ...options] = process.argv.slice(2);
if (!Object.hasOwn(benches, name)) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--quick]`);
  process.exitCode = 2;
} else {
  const bench = await benches[name as keyof typeof benches]();
  await bench.run(options);
}
