/** What answered on a port, judged by its first bytes. `other` said something that no rule knows. */
export type Answered = 'IMAP' | 'SMTP' | 'POP3' | 'FTP' | 'SSH' | 'HTTP' | 'TLS' | 'other' | 'nothing';

/**
 * Recognises a protocol by how its server speaks first: RFC 9051 §7.1.1, RFC 5321 §4.2, RFC 1939 §3, RFC 959 §5.4,
 * RFC 4253 §4.2, RFC 9112 §4, and the record header of RFC 8446 §5.1 (handshake or alert).
 */
export function recogniseFirstBytes(bytes: Uint8Array): Answered {
  if (bytes.length === 0) return 'nothing';
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03) return 'TLS';
  const text = Buffer.from(bytes).toString('latin1').trimStart();
  if (/^\* (?:OK|PREAUTH|BYE)\b/i.test(text)) return 'IMAP';
  if (/^220[ -].*\bftp/is.test(text)) return 'FTP';
  if (/^(?:220|421|554)[ -]/.test(text)) return 'SMTP';
  if (/^\+OK\b/.test(text)) return 'POP3';
  if (/^SSH-\d/.test(text)) return 'SSH';
  if (/^(?:HTTP\/\d|<!doctype html|<html)/i.test(text)) return 'HTTP';
  return 'other';
}
