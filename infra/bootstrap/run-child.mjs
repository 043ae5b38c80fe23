import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcesses, noteDescendants } from './process-tree.mjs';

/** The root directory of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
const binaries = join(root, 'node_modules', '.bin');

/**
 * Returns PATH without the node_modules/.bin directories that npm adds for scripts, so that the system's own
 * programs are found.
 */
export function systemPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !/node_modules\/\.bin\/?$/.test(folder)).join(delimiter);
}

/**
 * Returns the path of the Node binary that runs Postern: the one that npm installed, or the one that runs this
 * script on a platform for which npm has none. Throws if Node is older than 24.9, because Jest needs require(esm).
 */
export function pinnedNode() {
  const installed = join(binaries, 'node');
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return process.execPath;
  throw new Error(`Node 24.9 or newer is needed on this platform; this is ${process.versions.node}`);
}

/**
 * Runs a program to its end, with the terminal of this process, and resolves to its exit code (128 + number for a
 * signal). SIGINT, SIGTERM and SIGHUP are passed on to the program, and this process waits until it ends. Processes that the
 * program started and that it left behind after a signal are ended.
 *
 * With `quiet`, the program's standard output is printed only if the program fails. `env` is added to the
 * environment of this process.
 */
export function runChild(program, options, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: root,
      stdio: ['inherit', quiet ? 'pipe' : 'inherit', 'inherit'],
      env: { ...process.env, PATH: [binaries, systemPath()].join(delimiter), ...env },
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const started = new Map();
    let noting;
    const passOn = (signal) => {
      // Those of a program that has ended have another parent, and until it ends it may start more.
      const note = () => noteDescendants(child.pid, started);
      note();
      noting ??= setInterval(note, 100);
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, passOn);
    child.once('error', reject);
    let ended = Promise.resolve();
    child.once('exit', () => {
      clearInterval(noting);
      ended = endProcesses(started);
    });
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      void ended.then(() => resolve(code ?? 128 + constants.signals[signal]));
    });
  });
}
