/**
 * Joins the modules of the programs and of their libraries to a few files. To find and load thousands of small modules
 * takes Node longer than to run them. `import.meta.url` and its like stay what they are in the modules that were built, so
 * that threads and files are found as without a bundle.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { stampFile as builtStampFile } from './build.mjs';
import { bundleFolder, bundleStamp } from './bundle.mjs';
import { bundledModules } from './bundled-modules.mjs';
import { readText } from './read-text.mjs';
import { root } from './run-child.mjs';

/** Replaces `import.meta.url` and its like by the place of the module that was built. */
const oldPlaces = {
  name: 'old-places',
  transform: {
    filter: { code: /\bimport\.meta\.(?:url|dirname|filename)\b|\b__(?:dirname|filename)\b/ },
    handler: (code, id) =>
      code
        .replaceAll(/\bimport\.meta\.url\b/g, () => JSON.stringify(pathToFileURL(id).href))
        .replaceAll(/\b(?:import\.meta\.|__)dirname\b/g, () => JSON.stringify(dirname(id)))
        .replaceAll(/\b(?:import\.meta\.|__)filename\b/g, () => JSON.stringify(id)),
  },
};

/**
 * Leaves out the source maps of libraries: Node reads each map at the start, and counts the lines of the file. Their
 * modules are in files of their own, in one for each set of entries that loads them.
 */
const libraries = { name: 'libraries', test: /node_modules/, entriesAware: true };
const unmappedLibraries = {
  name: 'unmapped-libraries',
  generateBundle: (_, files) => {
    for (const file of Object.values(files).filter(({ fileName }) => fileName.startsWith(libraries.name))) {
      if (file.type === 'asset') delete files[file.fileName];
      else file.code = file.code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '');
    }
  },
};

/**
 * An import of node:http reads everything that it exports, for which Node (24.21) loads undici: 0.1 s of processor time in
 * each process. The exports that need undici are also globals, and nothing imports them from here.
 */
const httpWithoutUndici = {
  name: 'http-without-undici',
  resolveId: {
    filter: { id: /^(?:node:)?http$/ },
    handler: (id, importer, { kind }) => (kind === 'import-statement' ? 'postern:http' : null),
  },
  load: {
    filter: { id: /^postern:http$/ },
    handler: () => {
      const names = Object.keys(http).filter(
        (name) => !['CloseEvent', 'MessageEvent', 'WebSocket'].includes(name),
      );
      return `const http = process.getBuiltinModule('node:http');
        export default http;
        export const { ${names.join(', ')} } = http;`;
    },
  },
};

const harmless = new Set([
  'UNRESOLVED_IMPORT', // Libraries require packages that need not be there, and look whether they are.
  'INEFFECTIVE_DYNAMIC_IMPORT',
  'SOURCEMAP_BROKEN', // Behind a replaced `import.meta.url` the columns are wrong, and the lines are right.
]);

const stamp = readText(builtStampFile) ?? '';
mkdirSync(dirname(bundleFolder), { recursive: true });
const folder = mkdtempSync(`${bundleFolder}-`);
process.on('exit', () => rmSync(folder, { recursive: true, force: true })); // When it is not complete.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
const bundle = await rolldown({
  cwd: root,
  input: bundledModules,
  platform: 'node',
  plugins: [oldPlaces, unmappedLibraries, httpWithoutUndici],
  onLog: (level, log, print) => harmless.has(log.code) || print(level, log),
});
await bundle.write({
  dir: folder,
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name].mjs', // Without digests, so that Node's cache of compiled code keeps one state of each.
  codeSplitting: { groups: [libraries] },
  comments: false,
  keepNames: true,
  sourcemap: true,
  sourcemapExcludeSources: true,
});
await bundle.close();
writeFileSync(join(folder, bundleStamp), stamp);
rmSync(bundleFolder, { recursive: true, force: true });
renameSync(folder, bundleFolder);
