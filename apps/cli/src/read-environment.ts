import { parseEnvironment, type Environment } from '@postern/core/environment';
import { readFileSync } from 'node:fs';

/** Reads the environment variables of this process. Throws `EnvironmentError` as `parseEnvironment` does. */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
}
