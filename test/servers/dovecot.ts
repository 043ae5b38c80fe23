import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../environment/system-packages.js';
import type { IssuedCertificate } from './certificate-authority.js';
import { reservePort, waitForPort } from './loopback-port.js';
import { mailUsers, type MailUser } from './mail-users.js';
import { createPrivateFolder } from './private-folder.js';
import { mailAudience, mailScope, tokenIssuerName } from './token-issuer.js';
import { endingWithParent } from './ending-with-parent.js';

export type PrivateDovecot = {
  readonly imapPort: number;
  readonly imapsPort: number;
  /** The port of Dovecot's SASL service, which Postfix uses. */
  readonly saslPort: number;
  readonly readLog: () => Promise<string>;
  /** Returns the number of wrong passwords and tokens that Dovecot has logged, those of Postfix included. */
  readonly refusals: () => Promise<number>;
  stop(): Promise<void>;
};

type Ports = Pick<PrivateDovecot, 'imapPort' | 'imapsPort' | 'saslPort'>;

/** Access tokens that Dovecot accepts beside passwords: the issuer's public key in PEM, and the mechanisms that it offers. */
export type AcceptedTokens = {
  readonly publicKey: string;
  readonly mechanisms: readonly ('oauthbearer' | 'xoauth2')[];
};

/**
 * Starts a Dovecot for one suite on 127.0.0.1: IMAP with STARTTLS (LOGINDISABLED before it) and with implicit TLS.
 * Any user may start it; if root does, its processes change to another account, as those of the distribution do.
 * Ports that are given are used again; `users` may log in, and with `tokens` whoever has a token.
 */
export async function startDovecot(
  certificate: IssuedCertificate,
  given: Partial<Ports> = {},
  users: readonly MailUser[] = mailUsers,
  tokens: AcceptedTokens | null = null,
): Promise<PrivateDovecot> {
  const program = await findProgram('dovecot');
  if (program === null) throw new Error('dovecot is not installed; guard the suite with describeWith');
  const folder = await createPrivateFolder('dovecot');
  const ports = {
    imapPort: given.imapPort ?? (await reservePort()),
    imapsPort: given.imapsPort ?? (await reservePort()),
    saslPort: given.saslPort ?? (await reservePort()),
  };
  const lines = users.map(({ username, password }) => `${username}:{PLAIN}${password}\n`);
  await writeFile(join(folder.path, 'users'), lines.join(''));
  const unprivileged = process.getuid?.() === 0 ? '' : await unprivilegedConfiguration();
  const tokenText = tokens === null ? '' : await tokenConfiguration(folder.path, tokens);
  const text = `${configuration(folder.path, certificate, ports)}${tokenText}${unprivileged}`;
  await writeFile(join(folder.path, 'dovecot.conf'), text);
  const logFile = join(folder.path, 'dovecot.log');
  const readLog = () => readFile(logFile, 'utf8').catch(() => '');
  const child = spawn(...endingWithParent('TERM', program, ['-F', '-c', join(folder.path, 'dovecot.conf')]), {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await folder.remove();
  };
  try {
    for (const port of Object.values(ports)) await waitForPort(port, () => child.exitCode === null);
  } catch (error) {
    const log = await readLog();
    await stop();
    throw new Error(`Dovecot did not start:\n${log}`, { cause: error });
  }
  const refusals = async () => (await readLog()).match(/Password mismatch|oauth2 failed/g)?.length ?? 0;
  return { ...ports, readLog, refusals, stop };
}

/** Returns the configuration, in the syntax of Dovecot 2.3, which Debian 12 has. */
function configuration(folder: string, certificate: IssuedCertificate, ports: Ports): string {
  const { uid, gid } = userInfo();
  // 65534 is the number of the account nobody.
  const mailAccount = uid === 0 ? { uid: 65534, gid: 65534 } : { uid, gid };
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${certificate.certificateFile}
ssl_key = <${certificate.keyFile}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
# Every wrong password is logged, without the password itself.
auth_verbose = yes
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
first_valid_uid = 1
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${mailAccount.uid} gid=${mailAccount.gid} home=${folder}/mail/%u
}
service imap-login {
  service_count = 0
  client_limit = 1000
  inet_listener imap {
    port = ${ports.imapPort}
  }
  inet_listener imaps {
    port = ${ports.imapsPort}
    ssl = yes
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${ports.saslPort}
  }
}
# Disables the growing delay for an address whose login failed before, because every test comes from 127.0.0.1.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

/**
 * Makes Dovecot 2.3 check tokens by itself with the key of the issuer. It looks for the key in a file named after the
 * client (`azp`), the algorithm and the id of the key. It compares the audience only as the attribute of an active user.
 */
async function tokenConfiguration(
  folder: string,
  { publicKey, mechanisms }: AcceptedTokens,
): Promise<string> {
  const keys = join(folder, 'keys', 'default', 'ES256');
  await mkdir(keys, { recursive: true });
  await writeFile(join(keys, 'default'), publicKey);
  const settings = [
    'introspection_mode = local',
    `local_validation_key_dict = fs:posix:prefix=${folder}/keys/`,
    'username_attribute = email',
    `issuers = ${tokenIssuerName}`,
    `scope = ${mailScope}`,
    'active_attribute = aud',
    `active_value = ${mailAudience}`,
  ];
  await writeFile(join(folder, 'oauth2.conf'), `${settings.join('\n')}\n`);
  return `
auth_mechanisms = plain login ${mechanisms.join(' ')}
passdb {
  driver = oauth2
  mechanisms = ${mechanisms.join(' ')}
  args = ${folder}/oauth2.conf
}
`;
}

/**
 * Makes everything run as the user who starts Dovecot, without chroot. Dovecot requires the name of the group, not
 * its number.
 */
async function unprivilegedConfiguration(): Promise<string> {
  const { username, gid } = userInfo();
  const groups = (await readFile('/etc/group', 'utf8')).split('\n').map((line) => line.split(':'));
  const [group] = groups.find(([, , id]) => id === String(gid)) ?? [];
  return `
default_internal_user = ${username}
default_internal_group = ${group}
default_login_user = ${username}
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
`;
}
