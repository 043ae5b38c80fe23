/**
 * The options with which NODE_OPTIONS of the api and the worker starts. On a large machine V8 uses half a gigabyte
 * before it collects garbage: an import of 100,000 rows peaks at 500 MiB without these options and at 255 MiB with
 * them, of which 60 MiB are in use. An operator whose installation needs more memory sets NODE_OPTIONS; its values
 * have priority, because V8 uses the last one.
 */
export const heapOptions = '--max-semi-space-size=8 --max-old-space-size=400';
