import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../environment/system-packages.js';
import type { IssuedCertificate } from './certificate-authority.js';
import { reservePort, waitForNoServer, waitForPort } from './loopback-port.js';
import { createPrivateFolder } from './private-folder.js';
import { endingWithParent } from './ending-with-parent.js';

export type PrivatePostfix = {
  readonly submissionPort: number;
  readonly submissionsPort: number;
  readonly readLog: () => Promise<string>;
  /** The mails to addresses at `deliveredDomain`, in the order of their arrival, as they were stored. */
  readonly readMails: () => Promise<string[]>;
  stop(): Promise<void>;
};

/** The ids of the user and the group `nobody`. */
const storingUser = 65534;
/** Mails to this domain are stored, all others are discarded. */
export const deliveredDomain = 'people.example.com';

type Ports = Pick<PrivatePostfix, 'submissionPort' | 'submissionsPort'>;

/**
 * Starts a Postfix for one suite on 127.0.0.1: submission with STARTTLS (AUTH only after it) and submissions with
 * implicit TLS. Dovecot's SASL service on `saslPort` checks the passwords. Postfix's
 * master process runs only as root, so a suite needs `describeWith(['postfix', 'root'], …)`.
 */
export async function startPostfix(
  certificate: IssuedCertificate,
  saslPort: number,
  given: Partial<Ports> = {},
): Promise<PrivatePostfix> {
  const program = await findProgram('postfix');
  if (program === null) throw new Error('postfix is not installed; guard the suite with describeWith');
  const folder = await createPrivateFolder('postfix');
  const ports = {
    submissionPort: given.submissionPort ?? (await reservePort()),
    submissionsPort: given.submissionsPort ?? (await reservePort()),
  };
  const config = join(folder.path, 'config');
  for (const name of ['config', 'queue', 'data']) await mkdir(join(folder.path, name), { mode: 0o755 });
  // The owner is read from the directory, because the name of Postfix's account depends on the distribution.
  const { uid, gid } = await stat('/var/lib/postfix');
  await chown(join(folder.path, 'data'), uid, gid);
  const inbox = join(folder.path, 'mail');
  await mkdir(inbox, { mode: 0o755 });
  await chown(inbox, storingUser, storingUser);
  await writeFile(join(config, 'main.cf'), mainConfiguration(folder.path, certificate, saslPort));
  await writeFile(join(config, 'master.cf'), masterConfiguration(ports));
  const readLog = () => readFile(join(folder.path, 'mail.log'), 'utf8').catch(() => '');
  const readMails = async () => {
    const names = await readdir(join(inbox, 'new')).catch(() => []);
    const stored = await Promise.all(
      names.map(async (name) => {
        const path = join(inbox, 'new', name);
        return { text: await readFile(path, 'utf8'), at: (await stat(path, { bigint: true })).mtimeNs };
      }),
    );
    return stored.toSorted((one, other) => Number(one.at - other.at)).map(({ text }) => text);
  };
  // A process-ID namespace: when its first process is killed, the kernel ends all that Postfix has started. That process is a
  // shell, because the kernel forgets the signal of --kill-child when a process changes its user, as Postfix does.
  const shell = ['sh', '-c', '"$@"; exit', 'sh', program, '-c', config, 'start-fg'];
  const inNamespace = ['--pid', '--fork', '--kill-child', ...shell];
  const child = spawn(...endingWithParent('KILL', 'unshare', inNamespace), { stdio: 'ignore' });
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
    const log = await readLog();
    await stop();
    throw new Error(`Postfix did not start:\n${log}`, { cause: error });
  }
  return { ...ports, readLog, readMails, stop };
}

function mainConfiguration(folder: string, certificate: IssuedCertificate, saslPort: number): string {
  return `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/mail.log
maillog_file_prefixes = ${folder}
myhostname = mail.example.com
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = discard
virtual_mailbox_domains = ${deliveredDomain}
virtual_mailbox_maps = static:mail/
virtual_mailbox_base = ${folder}
virtual_uid_maps = static:${storingUser}
virtual_gid_maps = static:${storingUser}
smtpd_tls_chain_files = ${certificate.keyFile}, ${certificate.certificateFile}
smtpd_tls_security_level = encrypt
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${saslPort}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_client_event_limit_exceptions = 127.0.0.0/8
`;
}

/**
 * Returns the services of master.cf without chroot, because this queue directory has no copy of the resolver's
 * files.
 */
function masterConfiguration({ submissionPort, submissionsPort }: Ports): string {
  return `
127.0.0.1:${submissionPort} inet n - n - - smtpd
127.0.0.1:${submissionsPort} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}
