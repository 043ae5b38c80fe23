/**
 * Proves docs/install.md: `npm run package -- --prove` runs it as a process of its own, with the Debian package and
 * an empty folder. In an empty Debian, made by debootstrap, it runs the commands of the chapter “Debian” and puts
 * the page's nginx configuration in front, and nothing else that an operator would have to know. Then a person signs in
 * with the printed link over TLS, and a domain is verified. It needs root, and Debian's mirror for the packages.
 *
 * Two things stand for what a chroot has not: a `systemctl` that reads the units' command, user, environment and
 * credentials, and `pg_ctlcluster`, which systemd would run when the machine starts.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { basename, join } from 'node:path';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { imapScript } from '@postern/test/servers/imap-script';
import { startScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { waitUntil } from '@postern/test/environment/wait-until';
import { root as checkout } from './checkout.js';
import { blocksBelow } from './document-blocks.js';

const page = readFileSync(join(checkout, 'docs/install.md'), 'utf8');
const publicName = 'postern.example.com';
const insideVariable = 'POSTERN_PROOF_INSIDE';
const readyWithinMs = 300_000;

/** Makes the Debian, installs into it with the network of this machine, and goes on in a network namespace of its own. */
async function main(packageFile: string, folder: string): Promise<void> {
  if (process.env[insideVariable] !== undefined) return await inside(folder);
  const debian = join(folder, 'debian');
  rmSync(debian, { recursive: true, force: true });
  execFileSync(
    'debootstrap',
    ['--variant=minbase', '--include=systemd,ca-certificates', 'bookworm', debian],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  prepare(debian, packageFile);
  const [install = ''] = blocksBelow(page, '## Debian', 'sh');
  runIn(debian, install.replace(/postern_[\w.]+_\w+\.deb/, basename(packageFile)));
  const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = { ...process.env, [insideVariable]: 'yes' };
  const { status } = spawnSync('unshare', [...namespaces, ...again], { stdio: 'inherit', env });
  if (status !== 0) throw new Error('The installation by docs/install.md does not work; see above.');
}

/** What is there before the operator comes: the package, a resolver, and no daemon that starts in a chroot. */
function prepare(debian: string, packageFile: string): void {
  copyFileSync(packageFile, join(debian, 'root', basename(packageFile)));
  copyFileSync('/etc/resolv.conf', join(debian, 'etc/resolv.conf'));
  // This Debian need not survive a power failure, and each file that dpkg flushes takes time.
  writeFileSync(join(debian, 'etc/dpkg/dpkg.cfg.d/proof'), 'force-unsafe-io\n');
  const executable = { mode: 0o755 };
  writeFileSync(join(debian, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', executable);
  writeFileSync(join(debian, 'usr/local/bin/systemctl'), systemctl, executable);
}

/** Runs the steps of the page after the first, and then does what a person does. */
async function inside(folder: string): Promise<void> {
  const debian = join(folder, 'debian');
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('mount', ['--bind', '/dev', join(debian, 'dev')]);
  execFileSync('mount', ['-t', 'proc', 'proc', join(debian, 'proc')]);
  runIn(debian, 'pg_ctlcluster $(pg_lsclusters --no-header | cut -d" " -f1,2) start');
  const mail = await startMailServers(debian);
  const [, secrets = '', environment = '', start = '', link = ''] = blocksBelow(page, '## Debian', 'sh');
  runIn(debian, secrets);
  runIn(debian, environment);
  // Mail servers on the loopback interface, which no installation has.
  runIn(debian, `cat >> /etc/postern/environment <<'END'\n${mail.environment}END`);
  runIn(debian, start);
  const [nginx = ''] = blocksBelow(page, '## The proxy', 'nginx');
  writeFileSync(join(debian, 'etc/nginx/sites-enabled/postern'), nginx);
  runIn(debian, 'nginx');
  const ask = (method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}) =>
    askOverTls(mail.authority, method, path, body, headers);
  await waitUntil(async () => (await ask('GET', '/readyz').catch(() => null))?.status === 200, readyWithinMs);
  const [token = '', signIn = ''] = runIn(debian, link).trim().split('\n');
  console.log(`ready behind nginx; the link is ${signIn.replace(/code=.*/, 'code=…')}`);
  if (!signIn.startsWith(`https://${publicName}/#code=`)) throw new Error(`This is no link: ${signIn}`);
  const session = await ask(
    'POST',
    '/v1/session',
    { code: signIn.split('#code=')[1] },
    { origin: `https://${publicName}` },
  );
  if (session.status !== 204) throw new Error(`The link signs nobody in: ${session.text}`);
  const bearer = { authorization: `Bearer ${token}` };
  const saved = await ask('POST', '/v1/mail-settings', { domain: 'example.com', ...mail.settings }, bearer);
  if (saved.status !== 201) throw new Error(`The domain was not saved: ${saved.text}`);
  await waitUntil(async () => {
    const { text } = await ask('GET', '/v1/mail-settings/example.com', undefined, bearer);
    const { state } = (JSON.parse(text) as { verification: { state: string } }).verification;
    if (state === 'failed') throw new Error(`The verification failed: ${text}`);
    return state === 'passed';
  }, readyWithinMs);
  console.log('signed in by the link; example.com is verified, over TLS behind nginx');
  process.exit(0); // With it, as the first process of its namespace, every daemon ends.
}

/** Runs a script in the Debian as root would in a shell; returns what it prints. */
function runIn(debian: string, script: string): string {
  const env = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    DEBIAN_FRONTEND: 'noninteractive',
  };
  console.log(script.trimEnd().replaceAll(/^/gm, '  $ '));
  return execFileSync('chroot', [debian, 'sh', '-ec', `cd /root\n${script}`], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** An IMAP and an SMTP server on the loopback interface, and certificates of one authority for them and for the proxy. */
async function startMailServers(debian: string) {
  const certificates = join(debian, 'etc/ssl/postern');
  mkdirSync(certificates, { recursive: true });
  const authority = await createCertificateAuthority(certificates);
  const site = await authority.issue(publicName, [`DNS:${publicName}`]);
  copyFileSync(site.certificateFile, join(certificates, 'fullchain.pem'));
  copyFileSync(site.keyFile, join(certificates, 'privkey.pem'));
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = { key: readFileSync(files.keyFile, 'utf8'), cert: readFileSync(files.certificateFile, 'utf8') };
  const imap = await startScriptedServer(imapScript(), tls);
  const smtp = await startScriptedServer(smtpScript(), tls);
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
  return {
    authority: readFileSync(authority.caFile, 'utf8'),
    environment: `POSTERN_EGRESS_ALLOW=127.0.0.0/8
POSTERN_EGRESS_PORTS=${imap.port},${smtp.port}
POSTERN_EGRESS_CA=/etc/ssl/postern/${basename(authority.caFile)}
`,
    settings: { kind: 'imap', imap: server(imap.port), smtp: server(smtp.port) },
  };
}

/** Sends a request to the proxy on this machine as to the public name, whose certificate must be of the authority. */
async function askOverTls(
  ca: string,
  method: string,
  path: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  const asked = request({
    host: '127.0.0.1',
    servername: publicName,
    ca,
    method,
    path,
    headers: { host: publicName, ...(body && { 'content-type': 'application/json' }), ...headers },
    timeout: 30_000,
  });
  asked.end(body && JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode!, text };
}

const systemctl = `#!/bin/sh
# Stands for systemd in a chroot: "enable --now NAME…" runs what each unit requires and then the unit, as its files say.
set -e
units=/usr/lib/systemd/system
run() {
  files="$units/$1.service $units/postern-.service.d/*.conf"
  credentials=/run/credentials/$1
  mkdir -p "$credentials"
  sed -n 's/^LoadCredential=//p' $files | while IFS=: read -r name path; do
    install -m 0400 -o postern "$path" "$credentials/$name"
  done
  set -a
  for file in $(sed -n 's/^EnvironmentFile=//p' $files); do . "$file"; done
  set +a
  exec setpriv --reuid postern --regid postern --clear-groups \\
    env $(sed -n 's/^Environment=//p' $files | sed "s|%d|$credentials|g") $(sed -n 's/^ExecStart=//p' "$units/$1.service")
}
[ "$1 $2" = 'enable --now' ] || exit 0
shift 2
(run postern-migrate)
for name in "$@"; do
  (run "$name") > "/var/log/$name.log" 2>&1 < /dev/null &
done
`;

const [packageFile = '', folder = ''] = process.argv.slice(2);
await main(packageFile, folder);
