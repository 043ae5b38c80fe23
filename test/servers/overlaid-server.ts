import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { findProgram, unpackedFolder, type SystemProgram } from '../environment/system-packages.js';
import type { IssuedCertificate } from './certificate-authority.js';
import { reservePort, waitForNoServer, waitForPort } from './loopback-port.js';
import { createPrivateFolder } from './private-folder.js';
import { endingWithParent } from './ending-with-parent.js';

/** A mail server with one port for STARTTLS and one for TLS from the start. */
export type OverlaidServer = {
  readonly startTlsPort: number;
  readonly implicitPort: number;
  stop(): Promise<void>;
};

export type OverlaidProgram = {
  readonly name: SystemProgram;
  /** System accounts that the program expects. */
  readonly accounts: readonly string[];
  /** The shell commands that configure and start it; `$D` is its private folder, which holds `cert.pem` and `key.pem`. */
  readonly commands: (ports: { readonly startTls: number; readonly implicit: number }) => string;
};

/**
 * Starts a server whose packages are unpacked and not installed, in a mount namespace where they lie over the system's own
 * `/usr` and `/etc`: Debian allows only one mail server of a kind. Nothing outside the namespace changes. Needs root.
 */
export async function startOverlaidServer(
  { name, accounts, commands }: OverlaidProgram,
  certificate: IssuedCertificate,
): Promise<OverlaidServer> {
  if ((await findProgram(name)) === null)
    throw new Error(`${name} was not unpacked; guard the suite with describeWith`);
  const folder = await createPrivateFolder(name);
  const ports = { startTls: await reservePort(), implicit: await reservePort() };
  const script = `set -e
D=${folder.path}
P=${unpackedFolder(name)}
mount -t tmpfs none $D && mkdir -p $D/rw/etc $D/work/etc $D/empty && chmod 711 $D
E=$P/etc; test -d $E || E=$D/empty
mount -t overlay overlay -o lowerdir=$P/usr:/usr /usr
mount -t overlay overlay -o lowerdir=$E:/etc,upperdir=$D/rw/etc,workdir=$D/work/etc /etc
mount -t tmpfs none /run
${accounts.map((account, index) => addAccount(account, 4_901 + index)).join('\n')}
cp ${certificate.certificateFile} $D/cert.pem; cp ${certificate.keyFile} $D/key.pem; chmod 644 $D/*.pem
export LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu:$P/lib/x86_64-linux-gnu:/usr/lib:/usr/lib/courier-authlib
${commands(ports)}
`;
  const file = `${folder.path}.sh`;
  await writeFile(file, script);
  await chmod(file, 0o700);
  let log = '';
  // A process-ID namespace: when its first process is killed, the kernel ends all that the script has started. That process
  // stays a shell, because the kernel forgets the signal of --kill-child when a process changes its user, as Exim does.
  const inNamespace = ['--mount', '--pid', '--fork', '--kill-child', 'sh', file];
  const child = spawn(...endingWithParent('KILL', 'unshare', inNamespace), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-4_000)));
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    for (const port of Object.values(ports)) await waitForNoServer(port);
    await folder.remove();
  };
  try {
    for (const port of Object.values(ports)) await waitForPort(port, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw new Error(`${name} did not start:\n${log}`, { cause: error });
  }
  return { startTlsPort: ports.startTls, implicitPort: ports.implicit, stop };
}

function addAccount(account: string, id: number): string {
  return `echo '${account}:x:${id}:${id}::/nonexistent:/usr/sbin/nologin' >> /etc/passwd; echo '${account}:x:${id}:' >> /etc/group`;
}
