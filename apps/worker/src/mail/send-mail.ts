import { readFile } from 'node:fs/promises';
import type { Environment } from '@postern/core/environment';
import { hostAndPort } from '@postern/core/host-literal';
import { mailLinkToken } from '@postern/database/mail-link';
import type { LoadedMail } from '@postern/database/notification-settings';
import { createMailSender, type MailAnswer } from '@postern/mail-probe/mail-sender';
import { renderMail } from './render-mail.js';

/** Sends one mail; `accountId` and `deliveryId` identify it. */
export type SendMail = (mail: LoadedMail & { accountId: string; deliveryId: string }) => Promise<MailAnswer>;
export type Mailer = { readonly send: SendMail; close(): void };

/** The mailer that the environment describes; `null` if mail is not set up. */
export async function mailerOf(environment: Environment): Promise<Mailer | null> {
  const { POSTERN_SMTP_URL: server, POSTERN_MAIL_FROM: from, POSTERN_EGRESS_CA: caFile } = environment;
  if (server === undefined || from === undefined) return null;
  const secretKeys = environment.POSTERN_SECRET_KEY!;
  const ca = caFile === undefined ? null : await readFile(caFile, 'utf8');
  const sender = createMailSender(server, from, ca);
  const origin = consoleOrigin(environment);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    async send({ accountId, deliveryId, ...mail }) {
      const link = { accountId, recipientId: mail.recipientId };
      const unsubscribe = `${origin}/v1/mail-unsubscriptions/${mailLinkToken(secretKeys, 'unsubscribe', link)}`;
      const confirm = `${origin}/v1/mail-confirmations/${mailLinkToken(secretKeys, 'confirm', link)}`;
      return sender.send({
        ...renderMail(mail, { console: origin, confirm, unsubscribe }),
        to: mail.email,
        messageId: `<${deliveryId}@${domain}>`,
        date: new Date(mail.at),
        unsubscribeUrl: mail.purpose === 'confirmation' ? null : unsubscribe,
      });
    },
    close: () => sender.close(),
  };
}

/** POSTERN_PUBLIC_URL, else the address that the api listens on. */
function consoleOrigin({ POSTERN_PUBLIC_URL: url, HOST, PORT }: Environment): string {
  if (url !== undefined) return new URL(url).origin;
  const isAny = HOST === '0.0.0.0' || HOST === '::';
  return `http://${hostAndPort({ host: isAny ? 'localhost' : HOST, port: PORT })}`;
}
