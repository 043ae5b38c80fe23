import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/**
 * Writes `.gz` and `.br` beside every text asset: the api sends what is there and compresses nothing itself. A quality
 * of 5 instead of brotli's best (11) takes 0.1 s instead of 4 s of processor time and makes the files 8 % larger.
 */
function precompress(quality: number): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle({ dir }) {
      const options = { params: { [constants.BROTLI_PARAM_QUALITY]: quality } };
      const assets = join(dir!, 'assets');
      for (const name of readdirSync(assets).filter((file) => /\.(?:js|css|svg)$/.test(file))) {
        const bytes = readFileSync(join(assets, name));
        writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes, options));
      }
    },
  };
}

/**
 * Fails the build if a catalogue needs the file that waits for it: both would wait for ever. Which modules share a file is
 * decided by the groups below, so no rule about imports can see it.
 */
function refuseWaitingLoops(): Plugin {
  return {
    name: 'refuse-waiting-loops',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunkOf = (name: string) => {
        const file = bundle[name];
        return file?.type === 'chunk' ? file : undefined;
      };
      const needs = (name: string, seen = new Set<string>()): Set<string> => {
        for (const next of chunkOf(name)?.imports ?? []) if (!seen.has(next)) needs(next, seen.add(next));
        return seen;
      };
      for (const loader of Object.values(bundle)) {
        if (loader.type !== 'chunk') continue;
        const catalogues = loader.dynamicImports.filter((name) =>
          chunkOf(name)?.facadeModuleId?.match(/src.text.(?:en|de|fr)\b/),
        );
        const looping = catalogues.filter((name) => needs(name).has(loader.fileName));
        if (looping.length > 0)
          this.error(`${looping.join(', ')} needs ${loader.fileName}, which waits for it`);
      }
    },
  };
}

/** Fails the build if a component of Mantine has no styles in `src/mantine-styles.ts`, or if that file has styles of none. */
function refuseOtherStyles(): Plugin {
  return {
    name: 'refuse-other-styles',
    apply: 'build',
    generateBundle(_, bundle) {
      const named = (ids: Iterable<string>, pattern: RegExp) =>
        new Set(Array.from(ids, (id) => pattern.exec(id)?.[1]).filter((name) => name !== undefined));
      const rendered = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const used = named(rendered, /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/);
      const listed = named(this.getModuleIds(), /@mantine\/core\/styles\/([A-Z]\w+)\.css$/);
      const wrong = [...used.symmetricDifference(listed)];
      if (wrong.length > 0) this.error(`src/mantine-styles.ts misses, or has too much: ${wrong.join(', ')}`);
    },
  };
}

/**
 * The files that several pages share, by what loads and changes together; each page and dialog is a file beside them.
 * Without groups rolldown makes a file for each set of pages that share a module: 74 for the list with a panel. The
 * catalogues are in no group, because a group would join the languages.
 */
const groups = [
  {
    name: 'early',
    test: /src.(?:early-answers|early-requests|first-text|text.language|session.acting-account|pages.overview.last-visit)\.ts|preload-helper/,
    priority: 6,
  },
  { name: 'libraries', test: /node_modules/, tags: ['$initial' as const], priority: 5 },
  { name: 'first', tags: ['$initial' as const], priority: 4 },
  { name: 'failure-titles', test: /text.(?:failure-title|say-failure)\./, priority: 3 },
  { name: 'failure-words', test: /failures.(?:failure-entry|used-mechanisms)\./, priority: 3 },
  { name: 'domain-names', test: /node_modules.(?:tldts|punycode)/, priority: 3 },
  { name: 'controls', test: /node_modules.(?!zod)/, minShareCount: 2, priority: 2 },
  // The reasons of problems are part of the first page's English texts.
  {
    name: 'core',
    test: /packages.core.src.(?!problem-reasons)|node_modules.zod/,
    minShareCount: 2,
    priority: 1,
  },
  { name: 'parts', test: /console.src.(?!text.(?:formats|de|en|fr)\b)/, minShareCount: 2, priority: 0 },
];

// Set by `npm start`, because somebody waits for it.
const isQuick = process.env.POSTERN_QUICK_BUILD === '1';

export default defineConfig({
  plugins: [
    react(),
    refuseWaitingLoops(),
    refuseOtherStyles(),
    precompress(isQuick ? 5 : constants.BROTLI_MAX_QUALITY),
  ],
  // The sources of the workspaces, which need not be built before the console.
  resolve: { conditions: ['@postern/source', ...defaultClientConditions] },
  // The api replaces the placeholder for every visitor (apps/api/src/console/serve-console.ts).
  html: { cspNonce: 'POSTERN_CSP_NONCE' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000', '/docs': 'http://127.0.0.1:3000' } },
});
