/**
 * What NODE_OPTIONS of the api and the worker start with. On a large machine V8 would rather take half a gigabyte
 * than collect garbage: an import of 100,000 rows peaks at 500 MiB without these and at 255 MiB with them, of which
 * 60 MiB are in use. Where a process has more to hold, the operator's own NODE_OPTIONS win: V8 takes the last.
 */
export const heapOptions = '--max-semi-space-size=8 --max-old-space-size=400';
