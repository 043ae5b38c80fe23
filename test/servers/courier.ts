import type { IssuedCertificate } from './certificate-authority.js';
import { mailUsers } from './mail-users.js';
import { startOverlaidServer, type OverlaidServer } from './overlaid-server.js';

const nobody = 65534;

/** Starts a private Courier IMAP: AUTHENTICATE PLAIN and LOGIN inside TLS, LOGINDISABLED before STARTTLS. */
export async function startCourier(certificate: IssuedCertificate): Promise<OverlaidServer> {
  const addUsers = mailUsers.map(
    ({ username, password }) =>
      `printf '%s\\tuid=${nobody}|gid=${nobody}|home=%s|mail=%s|systempw=%s\\n' '${username}' $D/home $D/home/Maildir "$(openssl passwd -6 '${password}')" >> /etc/courier/userdb`,
  );
  const serve = '/usr/sbin/couriertcpd -address=127.0.0.1 -nodnslookup -noidentlookup -maxperip=100';
  const imap = '/usr/lib/courier/courier/imaplogin /usr/bin/imapd Maildir';
  return await startOverlaidServer(
    {
      name: 'courier',
      accounts: ['courier'],
      commands: ({ startTls, implicit }) => `
mkdir -p $D/home /run/courier/authdaemon
sed -i 's/^authmodulelist=.*/authmodulelist="authuserdb"/' /etc/courier/authdaemonrc
${addUsers.join('\n')}
chmod 700 /etc/courier/userdb
maildirmake.courier $D/home/Maildir; chown -R ${nobody}:${nobody} $D/home
makeuserdb
/usr/lib/courier/courier-authlib/authdaemond &
while ! test -S /run/courier/authdaemon/socket; do sleep 0.1; done
cat $D/key.pem $D/cert.pem > $D/tls.pem; chown courier $D/tls.pem; chmod 600 $D/tls.pem
set -a
. /etc/courier/imapd
. /etc/courier/imapd-ssl
TLS_CERTFILE=$D/tls.pem TLS_CACHEFILE= TLS_TRUSTCERTS= AUTHMODULES=authdaemon TLS_PROTOCOL=TLSv1.2+ PROTOCOL=imap
IMAP_STARTTLS=YES IMAP_TLS_REQUIRED=1 IMAP_CAPABILITY_TLS="$IMAP_CAPABILITY AUTH=PLAIN"
COURIERTLS=/usr/bin/couriertls
set +a
IMAP_TLS=1 IMAP_STARTTLS=NO ${serve} ${implicit} /usr/bin/couriertls -server -tcpd ${imap} &
${serve} ${startTls} ${imap}
exit`,
    },
    certificate,
  );
}
