/**
 * `npm run bench -- <name> [--quick]`: runs a benchmark. Each is a file of this folder, which is loaded when it is
 * run.
 *
 * - verify: domains verified per second, and processor time of each process, beside bare libraries
 * - populate: requests per second of GET /v1/populate; `--domains 100000`
 * - allowlist: merging, parsing, rules and rendering of a large list
 * - import: rows per second of an import and an export, and memory; `--rows 100000`
 * - console: the first visit, the list with a panel, and the longest task of each page
 * - fairness: how much an account slows the checks of another; `--backend`, `--workers`, `--attack`, `--tries`
 * - neighbours: how much an account slows the requests of another; `--attack`
 * - rounds: conversations of one round of scheduled measurements of 10,000 domains
 * - discover: discoveries beside a bare loop of the same questions, as root
 * - discover-parsers: the memory of 100,000 random documents
 * - dispatch: choosing the next jobs of many
 * - deliveries: from a save to its webhook
 * - million: what grows with a million domains; `--domains`, `--accounts`
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
