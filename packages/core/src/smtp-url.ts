import { z } from 'zod';
import { emailAddressSchema } from './domain-name.js';
import { addRefusal } from './problem.js';

/** The SMTP server that Postern's own mails are submitted to. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `starttls`: nothing is sent before STARTTLS succeeded (RFC 8314). */
  readonly tls: 'implicit' | 'starttls';
  readonly login: { readonly user: string; readonly password: string } | null;
};

/** A sender or recipient as a header shows it. */
export type Mailbox = { readonly name: string; readonly address: string };

const rule =
  'must be smtps://[user:password@]host[:465] or smtp://[user:password@]host[:587], with %-escapes in user and password';

/** `smtps://…` (port 465 by default) or `smtp://…` (587); the message of a refusal never repeats the text. */
export const smtpUrlSchema = z.string().transform((text, ctx): SmtpServer => {
  const parsed = parseSmtpUrl(text);
  if (parsed !== null) return parsed;
  addRefusal(ctx, undefined, { code: 'invalid', message: rule });
  return z.NEVER;
});

/** `postern@example.com` or `Postern <postern@example.com>`. */
export const mailboxSchema = z.string().transform((text, ctx): Mailbox => {
  const named = /^([^<>"\p{Cc}]*)<([^<>]+)>$/u.exec(text);
  const parsed = emailAddressSchema.safeParse(named?.[2] ?? text);
  if (parsed.success) return { name: named?.[1]?.trim() ?? '', address: parsed.data.email };
  const message = 'must be an email address, like postern@example.com or Postern <postern@example.com>';
  addRefusal(ctx, undefined, { code: 'invalid', message });
  return z.NEVER;
});

function parseSmtpUrl(text: string): SmtpServer | null {
  // Node's URL has no default port for these schemes, and leaves user and password escaped.
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'smtps:' && url.protocol !== 'smtp:')) return null;
  if (url.hostname === '' || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    return null;
  const isImplicit = url.protocol === 'smtps:';
  const defaultPort = isImplicit ? 465 : 587;
  try {
    const [user, password] = [url.username, url.password].map(decodeURIComponent) as [string, string];
    if ((user === '') !== (password === '')) return null;
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? defaultPort : Number(url.port),
      tls: isImplicit ? 'implicit' : 'starttls',
      login: user === '' ? null : { user, password },
    };
  } catch {
    return null; // A % that begins no escape.
  }
}
