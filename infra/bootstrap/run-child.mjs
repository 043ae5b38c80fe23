import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
const binaries = join(root, 'node_modules', '.bin');

/** The search path without any node_modules/.bin, which npm puts in front for scripts: the system's own programs. */
export function systemPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !/node_modules\/\.bin\/?$/.test(folder)).join(delimiter);
}

/**
 * The Node that runs the product: the one that npm installed, or on platforms without it the one that runs this.
 * Throws when that one is too old (Jest needs require(esm) inside its sandbox, Node 24.9).
 */
export function pinnedNode() {
  const installed = join(binaries, 'node');
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return process.execPath;
  throw new Error(`Node 24.9 or newer is needed on this platform; this is ${process.versions.node}`);
}

/**
 * Runs a program to its end, with this process's terminal, and resolves to its exit code (128 + number for a signal).
 * Every signal that asks this process to end is passed on, and it lives until the child has ended.
 *
 * `quiet` keeps the child's standard output back and shows it only when the child fails. `env` adds to this
 * process's environment.
 */
export function runChild(program, options, { quiet = false, env = {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: root,
      stdio: ['inherit', quiet ? 'pipe' : 'inherit', 'inherit'],
      env: { ...process.env, PATH: [binaries, systemPath()].join(delimiter), ...env },
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const passOn = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, passOn);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
