import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from './loopback-port.js';
import { endingWithParent } from './ending-with-parent.js';

/** A PgBouncer with Debian's settings, but for what it must know of the server. */
export type PgBouncer = {
  /** The URL of a database behind it: the same role and database as `url` names at the server. */
  through(url: string): string;
  stop(): Promise<void>;
};

/** Starts a PgBouncer in front of the PostgreSQL of `server`, for the role that `server` names. */
export async function startPgBouncer(
  program: string,
  server: string,
  mode: 'session' | 'transaction' | 'statement',
): Promise<PgBouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-pgbouncer-'));
  await chmod(folder, 0o755);
  const port = await reservePort();
  const { hostname, port: serverPort, username, password } = new URL(server);
  const userFile = join(folder, 'users');
  await writeFile(userFile, `"${username}" "${password}"\n`);
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${userFile}`,
    `pool_mode = ${mode}`,
  ];
  await writeFile(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`);
  // PgBouncer refuses to run as root.
  const options = process.geteuid!() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(...endingWithParent('TERM', program, [...options, join(folder, 'pgbouncer.ini')]), {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await waitUntil(() => accepts(port));
  return {
    through(url) {
      const through = new URL(url);
      through.hostname = '127.0.0.1';
      through.port = String(port);
      return through.href;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
