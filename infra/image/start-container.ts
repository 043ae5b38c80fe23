import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ContainerConfig } from './container-config.js';

/** The root file system of an image in namespaces of its own, as an engine with `--read-only` starts it. */
export type Container = {
  /** Runs a program beside the first process, as `docker exec` does; rejects if it fails. */
  exec(command: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Everything that the first process has printed. */
  output(): string;
  isRunning(): boolean;
  /** Resolves to the exit code of the first process. */
  ended(): Promise<number | null>;
  /** Sends the stop signal of the image and resolves to the exit code. */
  stop(): Promise<number | null>;
};

type Options = {
  /** The folder of the root file system; folders to mount on are added to it. */
  readonly root: string;
  readonly config: ContainerConfig;
  /** What follows the entry point; default the image's `Cmd`. */
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Folders of this machine, by the path at which the container has them. */
  readonly mounts: Readonly<Record<string, string>>;
};

/**
 * Prepares what engines give a container: /proc, devices, a loopback interface, and `/tmp` and the data directory, which
 * alone can be written. Then the first process takes the place of this shell, with no variable but those of the image.
 */
const script = `set -e
root=$1 user=$2 data=$3 mounts=$4
shift 4
mount --bind "$root" "$root"
mkdir -p "$root/proc" "$root/dev" "$root/run"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
for name in null zero random urandom; do
  touch "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
mount -o remount,ro "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o "mode=0700,uid=\${user%:*},gid=\${user#*:}" tmpfs "$root$data"
for pair in $mounts; do
  mkdir -p "$root\${pair%%=*}"
  mount --bind "\${pair#*=}" "$root\${pair%%=*}"
done
mount -o remount,bind,ro "$root"
ip link set lo up
exec chroot --userspec="$user" "$root" "$@"
`;

/** Starts an image's first process as root of this machine; the kernel needs mount, pid and network namespaces. */
export function startContainer({ root, config, command, environment, mounts }: Options): Container {
  const env = { ...Object.fromEntries(config.Env.map(splitPair)), ...environment };
  const data = env['POSTERN_DATA_DIR']!;
  const pairs = Object.entries(mounts).map(([path, folder]) => `${path}=${folder}`);
  const options = ['--mount', '--pid', '--net', '--fork', '--kill-child', 'sh', '-c', script, 'sh'];
  const first = [...config.Entrypoint, ...(command ?? config.Cmd)];
  const child = spawn('unshare', [...options, root, config.User, data, pairs.join(' '), ...first], {
    env: { ...env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const firstProcess = () => readFileSync(`/proc/${child.pid!}/task/${child.pid!}/children`, 'utf8').trim();
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    output: () => output,
    isRunning,
    ended: async () => (await ended)[0],
    async exec(program) {
      const [uid, gid] = config.User.split(':') as [string, string];
      const spaces = ['--target', firstProcess(), '--mount', '--pid', '--net', '--root', '--wd=/'];
      const user = ['--setuid', uid, '--setgid', gid];
      return await promisify(execFile)('/usr/bin/nsenter', [...spaces, ...user, ...program], { env });
    },
    async stop() {
      if (isRunning()) process.kill(Number(firstProcess()), config.StopSignal);
      return (await ended)[0];
    },
  };
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
