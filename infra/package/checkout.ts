import { fileURLToPath } from 'node:url';

/** The root directory of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
