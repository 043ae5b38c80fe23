import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for new objects at its first size. Without this, V8 doubles that space up to 3 × 16 MiB before it
 * collects garbage, and rules for 22,000 prefixes peak at 146–267 MB of memory; with it they peak at 115–145 MB, for 5 %
 * more CPU time. Call this function before the list is read.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
