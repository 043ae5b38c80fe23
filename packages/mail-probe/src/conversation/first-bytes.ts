import type { EndpointName } from '@postern/core/endpoint-name';
import { StepError } from './step-error.js';

/** The protocol that a server speaks, recognised by its first bytes. `other` is text of no known protocol. */
export type Answered =
  | 'IMAP'
  | 'SMTP'
  | 'LMTP'
  | 'POP3'
  | 'ManageSieve'
  | 'NNTP'
  | 'FTP'
  | 'SSH'
  | 'HTTP'
  | 'Telnet'
  | 'MySQL'
  | 'TLS'
  | 'other'
  | 'nothing';

/** The registered port for TLS from the start, which is suggested when a server speaks another protocol. */
const implicitTlsPort: Readonly<Partial<Record<EndpointName, string>>> = { imap: '993', smtp: '465' };

/**
 * Recognises the protocol of a server by its first bytes: RFC 9051 §7.1.1, RFC 5321 §4.2, RFC 1939 §3, RFC 959
 * §5.4, RFC 4253 §4.2, RFC 9112 §4, RFC 2033 §4.1, RFC 5804 §1.7, RFC 3977 §5.1, RFC 854 (IAC and a negotiation), the
 * first packet of MySQL's protocol 10 or its error, and the record header of RFC 8446 §5.1 (handshake or alert).
 */
export function recogniseFirstBytes(bytes: Uint8Array): Answered {
  if (bytes.length === 0) return 'nothing';
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03) return 'TLS';
  if (bytes[0] === 0xff && bytes[1]! >= 0xfb) return 'Telnet';
  // The length in three bytes, the sequence number 0, and the mark of an error or the version 10, where a line ends.
  if (bytes[2] === 0 && bytes[3] === 0 && [undefined, 0x0a, 0xff].includes(bytes[4])) return 'MySQL';
  const text = Buffer.from(bytes).toString('latin1').trimStart();
  if (/^\* (?:OK|PREAUTH|BYE)\b/i.test(text)) return 'IMAP';
  if (/^220[ -]/.test(text) && isFtpGreeting(text)) return 'FTP';
  // The word may be part of the host name, too.
  if (/^220[ -]\S+[ \t].*\bLMTP\b/i.test(text) && !namesSmtp(text)) return 'LMTP';
  if (/^(?:220|421|554)[ -]/.test(text)) return 'SMTP';
  if (/^\+OK\b/.test(text)) return 'POP3';
  if (/^"(?:IMPLEMENTATION|SASL|SIEVE|STARTTLS|VERSION)"/i.test(text)) return 'ManageSieve';
  if (/^20[01][ -].*(?:\bnn[tr]p|\bnews|posting)/i.test(text)) return 'NNTP';
  if (/^SSH-\d/.test(text)) return 'SSH';
  if (/^(?:HTTP\/\d|<!doctype html|<html)/i.test(text)) return 'HTTP';
  return 'other';
}

/**
 * Matches the names of FTP servers. The word FTP alone does not suffice: it may be part of a host name (RFC 5321
 * §4.2), and SMTP servers name their protocol.
 */
function isFtpGreeting(text: string): boolean {
  return (
    !namesSmtp(text) &&
    /\bftp[ -]?(?:server|service|d\b)|\b(?:vsftpd|proftpd|pure-ftpd|filezilla|wu-ftpd|serv-u)\b/i.test(text)
  );
}

function namesSmtp(text: string): boolean {
  return /\bE?SMTP\b/i.test(text);
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
