/** The file that runs the api or a worker when it is imported or started. */
export function processEntry(name: 'api' | 'worker'): URL {
  return new URL(`../../${name}/dist/main.js`, import.meta.url);
}
