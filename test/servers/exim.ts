import type { IssuedCertificate } from './certificate-authority.js';
import { mailUsers } from './mail-users.js';
import { startOverlaidServer, type OverlaidServer } from './overlaid-server.js';

const conditionFor = (user: string, password: string) =>
  `\${if or{${mailUsers
    .map((one) => `{and{{eq{${user}}{${one.username}}}{eq{${password}}{${one.password}}}}}`)
    .join('')}}}`;

/** Starts a private Exim: AUTH PLAIN and LOGIN, only inside TLS. */
export async function startExim(certificate: IssuedCertificate): Promise<OverlaidServer> {
  return await startOverlaidServer(
    {
      name: 'exim',
      accounts: ['Debian-exim'],
      commands: ({ startTls, implicit }) => `
mkdir -m 777 $D/spool
cat > $D/exim.conf <<END
daemon_smtp_ports = ${startTls} : ${implicit}
tls_on_connect_ports = ${implicit}
local_interfaces = 127.0.0.1
primary_hostname = mail.example.com
spool_directory = $D/spool
log_file_path = $D/spool/%slog
pid_file_path = $D/spool/exim.pid
tls_advertise_hosts = *
tls_certificate = $D/cert.pem
tls_privatekey = $D/key.pem
auth_advertise_hosts = \\\${if def:tls_in_cipher{*}{}}
acl_smtp_rcpt = deny
host_lookup =
rfc1413_query_timeout = 0s
keep_environment =
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${conditionFor('$auth2', '$auth3').replaceAll('$', '\\$')}
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${conditionFor('$auth1', '$auth2').replaceAll('$', '\\$')}
END
chmod 644 $D/exim.conf
/usr/sbin/exim4 -C $D/exim.conf -bdf
exit`,
    },
    certificate,
  );
}
