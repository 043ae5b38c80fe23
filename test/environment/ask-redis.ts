import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The answer of the Redis on a port of this machine to a command, as redis-cli prints it. */
export async function askRedis(port: number, ...command: readonly (string | number)[]): Promise<string> {
  const { stdout } = await promisify(execFile)('redis-cli', ['-p', String(port), ...command.map(String)]);
  return stdout.trim();
}
