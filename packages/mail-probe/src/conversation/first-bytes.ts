import type { EndpointName } from '@postern/core/endpoint-name';
import { StepError } from './step-error.js';

/** The protocol that a server speaks, recognised by its first bytes. `other` is text of no known protocol. */
export type Answered = 'IMAP' | 'SMTP' | 'POP3' | 'FTP' | 'SSH' | 'HTTP' | 'TLS' | 'other' | 'nothing';

/** The registered port for TLS from the start, which is suggested when a server speaks another protocol. */
const implicitTlsPort: Readonly<Partial<Record<EndpointName, string>>> = { imap: '993', smtp: '465' };

/**
 * Recognises the protocol of a server by its first bytes: RFC 9051 §7.1.1, RFC 5321 §4.2, RFC 1939 §3, RFC 959
 * §5.4, RFC 4253 §4.2, RFC 9112 §4, and the record header of RFC 8446 §5.1 (handshake or alert).
 */
export function recogniseFirstBytes(bytes: Uint8Array): Answered {
  if (bytes.length === 0) return 'nothing';
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03) return 'TLS';
  const text = Buffer.from(bytes).toString('latin1').trimStart();
  if (/^\* (?:OK|PREAUTH|BYE)\b/i.test(text)) return 'IMAP';
  if (/^220[ -]/.test(text) && isFtpGreeting(text)) return 'FTP';
  if (/^(?:220|421|554)[ -]/.test(text)) return 'SMTP';
  if (/^\+OK\b/.test(text)) return 'POP3';
  if (/^SSH-\d/.test(text)) return 'SSH';
  if (/^(?:HTTP\/\d|<!doctype html|<html)/i.test(text)) return 'HTTP';
  return 'other';
}

/**
 * Matches the names of FTP servers. The word FTP alone does not suffice: it may be part of a host name (RFC 5321
 * §4.2), and SMTP servers name their protocol.
 */
function isFtpGreeting(text: string): boolean {
  const isSmtp = /\bE?SMTP\b/i.test(text);
  return (
    !isSmtp &&
    /\bftp[ -]?(?:server|service|d\b)|\b(?:vsftpd|proftpd|pure-ftpd|filezilla|wu-ftpd|serv-u)\b/i.test(text)
  );
}

/**
 * Returns the failure for a server that speaks another protocol than `wanted`. If its protocol is recognised, the
 * failure names it and suggests the registered port of `wanted`.
 */
export function notThisProtocol(wanted: EndpointName, answered: Answered): StepError {
  if (answered === 'other' || answered === 'nothing') return new StepError('not-this-protocol');
  const suggestion = implicitTlsPort[wanted];
  return new StepError('not-this-protocol', {
    answered,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
