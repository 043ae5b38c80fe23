import type { ImapFlowOptions, ImapTransportSocket } from 'imapflow';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { TLSSocket } from 'node:tls';
import type { Conversation } from './conversation.js';
import { ehloName } from './smtp-ehlo.js';

const maxReplyBytes = 16 * 1024;
/** The guarded socket's deadline comes first, so that a conversation that is late always has the same code. */
const neverMs = 120_000;

/**
 * What imapflow 2.10 is told. It gets a connection that is already inside TLS and whose certificate has been judged,
 * whatever the TLS mode: so neither its STARTTLS, which downgrades when it is left unset, nor its own DNS and sockets
 * are ever used. Built field by field, never spread from input.
 */
export function imapFlowOptions(conversation: Conversation, socket: TLSSocket): ImapFlowOptions {
  const { host, port, credentials } = conversation.request;
  return {
    host,
    port,
    secure: true,
    servername: host,
    auth: { user: credentials?.username ?? '', pass: credentials?.password ?? '' },
    verifyOnly: true,
    logger: false,
    disableCompression: true,
    disableAutoEnable: true,
    // Whoever reads the server's log is to find this product; empty is left out, where imapflow would name itself.
    clientInfo: { name: 'Postern', vendor: 'Postern', version: '', 'support-url': '' },
    maxLineLength: maxReplyBytes,
    maxLiteralSize: maxReplyBytes,
    maxResponseSize: 4 * maxReplyBytes,
    maxResponseTokens: 4_000,
    greetingTimeout: neverMs,
    connectionTimeout: neverMs,
    socketTimeout: neverMs,
    transport: {
      connect: (_options, onConnect): ImapTransportSocket => {
        setImmediate(onConnect);
        return socket;
      },
    },
  };
}

/** What nodemailer 10.6 is told: the same connection inside TLS. It resolves any name it is given, so it gets an address. */
export function smtpConnectionOptions(conversation: Conversation, socket: TLSSocket): SMTPConnectionOptions {
  return {
    host: conversation.report.address ?? '',
    port: conversation.request.port,
    secure: true,
    secured: true,
    connection: socket,
    name: ehloName(conversation),
    logger: false,
    maxResponseSize: maxReplyBytes,
    greetingTimeout: neverMs,
    connectionTimeout: neverMs,
    socketTimeout: neverMs,
  };
}
