import { heapOptions } from './heap-options.js';

/** The file that runs the api or a worker when it is started. */
export function processEntry(name: 'api' | 'worker'): URL {
  return new URL(`../../${name}/dist/main.js`, import.meta.url);
}

/** The module that the file of `processEntry` runs. Importing it runs nothing. */
export function processModule(name: 'api' | 'worker'): URL {
  return new URL(`../../${name}/dist/run-${name}.js`, import.meta.url);
}

/** The value of NODE_OPTIONS for an api or a worker: what the operator chose has priority. */
export function processOptions(): string {
  return `${heapOptions} ${process.env.NODE_OPTIONS ?? ''}`.trim();
}
