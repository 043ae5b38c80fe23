import type { Mailbox, SmtpServer } from '@postern/core/smtp-url';
import { createTransport } from 'nodemailer';
import { trustRoots } from './conversation/trust-roots.js';

type OutgoingMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every attempt, so that a mail that arrives twice can be recognised. */
  readonly messageId: string;
  readonly date: Date;
  /** The https URL that a mail program posts to (RFC 8058); null for none. */
  readonly unsubscribeUrl: string | null;
};

/** Whether the server took the mail: its reply code, or a failure code of ours. Never a text of the server. */
export type MailAnswer =
  | { readonly status: number }
  | { readonly failure: string; readonly status: number | null; readonly isFinal: boolean };

export type MailSender = {
  /** Resolves within about 100 s. */
  send(mail: OutgoingMail): Promise<MailAnswer>;
  close(): void;
};

const connections = 4;
/** The last wait is for the reply to the message itself. A worker's lease on a mail is longer than all of them. */
const limits = {
  connectionTimeout: 10_000,
  greetingTimeout: 15_000,
  socketTimeout: 60_000,
  dnsTimeout: 10_000,
};

/**
 * Opens a pool of connections to the server that takes Postern's own mails, at the first mail. `ca` is PEM text of further
 * authorities. The server is the operator's choice, so the egress policy of probes does not apply to it.
 */
export function createMailSender(server: SmtpServer, from: Mailbox, ca: string | null): MailSender {
  const { host, port, tls, login } = server;
  const isImplicit = tls === 'implicit';
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    host,
    port,
    secure: isImplicit,
    requireTLS: !isImplicit,
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    tls: { secureContext: trustRoots(ca).context },
    ...limits,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html, messageId, date, unsubscribeUrl }) {
      try {
        const sent = await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId,
          date,
          textEncoding: 'quoted-printable',
          headers: {
            'Auto-Submitted': 'auto-generated', // RFC 3834 §5: no mail program answers it by itself.
            'X-Auto-Response-Suppress': 'All', // The same for Exchange.
            ...(unsubscribeUrl === null
              ? {}
              : {
                  'List-Unsubscribe': `<${unsubscribeUrl}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                }),
          },
        });
        return { status: Number(/^\d{3}/.exec(sent.response)?.[0] ?? 250) };
      } catch (error) {
        return answerOf(error as { code?: string; responseCode?: number });
      }
    },
    close: () => transport.close(),
  };
}

/** The codes are those of nodemailer 10.6. A refused login is a fault of the operator, which can be repaired. */
function answerOf({ code, responseCode }: { code?: string; responseCode?: number }): MailAnswer {
  const status = responseCode ?? null;
  const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isOfMail && status !== null)
    return { failure: 'mail-refused', status, isFinal: status >= 500 && status < 600 };
  const failure = code === 'EAUTH' ? 'login-refused' : code === 'ETLS' ? 'tls-failed' : 'server-unreachable';
  return { failure, status, isFinal: false };
}
