/**
 * Adds stubs for the packages of other platforms to package-lock.json. npm leaves these optional packages out if
 * node_modules exists, and `npm ci` then refuses the lockfile ("Missing: … from lock file"; npm 11.19 and 12.2). A
 * stub has the package's version and platform, so that npm skips the package on this platform and installs it on
 * its own, and the digest that the registry knows, so that npm checks it there.
 *
 * Run `npm run lockfile` after every change of a dependency. With --check, the program only lists the missing
 * packages. Usage: node infra/complete-lockfile.mjs [--check] [package-lock.json]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  fsevents: 'darwin',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
};
const processors = {
  64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
};

/**
 * Returns the platform of a package, read from its name: `@oxlint/binding-linux-arm64-musl` is for Linux on arm64
 * with musl. Throws if the name contains no platform, because npm would then install the package on every platform.
 */
function platformOfPackage(name) {
  const words = name.split(/[/-]/);
  const os = words.flatMap((word) => systems[word] ?? []);
  const cpu = words.flatMap((word) => processors[word] ?? []);
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : os[0] === 'linux' && words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : [];
  if (os.length + cpu.length === 0)
    throw new Error(`infra/complete-lockfile.mjs: the name ${name} contains no known platform`);
  return { ...(cpu[0] && { cpu: [cpu[0]] }), ...(libc[0] && { libc }), ...(os[0] && { os: [os[0]] }) };
}

/**
 * Returns the stubs that a lockfile lacks, by their path in the lockfile, e.g. `node_modules/@turbo/darwin-arm64`.
 */
function missingStubs(lockfile) {
  const present = new Map(Object.entries(lockfile.packages));
  const missing = {};
  for (const [path, entry] of Object.entries(lockfile.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const folders = lookupFolders(path);
      if (folders.some((folder) => present.has(`${folder}${name}`))) continue;
      // The package that depends on platform packages pins them exactly. The version of a range could only be found
      // in the registry.
      if (!/^\d+\.\d+\.\d+[^ ]*$/.test(range))
        throw new Error(`${path}: ${name}@${range} is not an exact version`);
      const stub = { version: range, ...platformOfPackage(name), optional: true };
      const place = `${folders.at(-1)}${name}`;
      missing[place] = stub;
      present.set(place, stub);
    }
  }
  return missing;
}

/** Adds to a stub the digest of its package's archive, from the registry. */
function withDigest(path, stub) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const asked = ['view', `${name}@${stub.version}`, 'dist.integrity'];
  const { version, ...rest } = stub;
  return { version, integrity: execFileSync('npm', asked, { encoding: 'utf8' }).trim(), ...rest };
}

/**
 * Returns the directories in which Node searches for the imports of the package at `path`, nearest first:
 * `a/node_modules/`, …, `node_modules/`.
 */
function lookupFolders(path) {
  const folders = [];
  for (let base = path; base !== ''; base = base.slice(0, Math.max(0, base.lastIndexOf('/')))) {
    if (!base.endsWith('node_modules') && !/(^|\/)node_modules\/@[^/]+$/.test(base))
      folders.push(`${base}/node_modules/`);
  }
  return [...folders, 'node_modules/'];
}

const options = process.argv.slice(2);
const file =
  options.find((option) => !option.startsWith('--')) ??
  fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingStubs(lockfile);
const names = Object.keys(missing);
if (options.includes('--check')) {
  for (const name of names) console.error(`package-lock.json lacks ${name}; run "npm run lockfile"`);
  process.exitCode = names.length > 0 ? 1 : 0;
} else if (names.length > 0) {
  const added = Object.entries(missing).map(([path, stub]) => [path, withDigest(path, stub)]);
  const packages = [...Object.entries(lockfile.packages), ...added];
  packages.sort(([one], [other]) => one.localeCompare(other, 'en')); // npm sorts packages in this order too.
  writeFileSync(
    file,
    `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) }, null, 2)}\n`,
  );
  console.log(`package-lock.json: ${names.length} packages of other platforms added`);
}
