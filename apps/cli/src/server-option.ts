import { mailServerInputSchema, portSchema, type MailServer } from '@postern/core/mail-settings';
import { inputErrors, type InputError } from '@postern/core/problem';
import { serverHostSchema } from '@postern/core/server-host';
import type { TlsMode } from '@postern/core/tls-mode';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** The parsed value of `--imap` or `--smtp`; `tls` is absent if the option does not name it. */
export type ServerOption = { readonly host: string; readonly port: number; readonly tls?: TlsMode };

export const serverOptionFormat = '<host[:port][,tls|,starttls]>';

const usualPorts = {
  imap: { implicit: 993, starttls: 143 },
  smtp: { implicit: 465, starttls: 587 },
} as const;
const tlsModes: Readonly<Record<string, TlsMode>> = { tls: 'implicit', starttls: 'starttls' };
const addressSchema = z.object({ host: serverHostSchema, port: portSchema });

/**
 * Parses `host[:port][,tls|,starttls]`; an IPv6 address with a port is in brackets. Without a port, the usual port
 * of the TLS mode is used. Throws commander's `InvalidArgumentError`, which names the option.
 */
export function parseServerOption(endpoint: 'imap' | 'smtp', text: string): ServerOption {
  const [address = '', modeText] = text.split(/,(?=[^,]*$)/);
  const tls = modeText === undefined ? undefined : tlsModes[modeText];
  if (modeText !== undefined && tls === undefined)
    throw new InvalidArgumentError(`Write “tls” or “starttls” after the comma, not “${modeText}”.`);
  const [, host = address, portText] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(address) ?? [];
  const port = portText === undefined ? usualPorts[endpoint][tls ?? 'implicit'] : Number(portText);
  const parsed = addressSchema.safeParse({ host, port });
  if (!parsed.success) throw refused(parsed.error);
  return { ...parsed.data, ...(tls === undefined ? {} : { tls }) };
}

/** Parses as `parseServerOption` does, and requires a TLS mode for a port that does not imply one. */
export function parseMailServerOption(endpoint: 'imap' | 'smtp', text: string): MailServer {
  const parsed = mailServerInputSchema.safeParse(parseServerOption(endpoint, text));
  if (parsed.success) return parsed.data;
  const [{ message, suggestion }] = inputErrors(parsed.error.issues) as [InputError];
  // The suggested mode has another word in the option.
  const repair = suggestion === undefined ? '' : `; write ${text},tls or ${text},starttls`;
  throw new InvalidArgumentError(`${message}${repair}.`);
}

/** Returns commander's error with the fault of an option's value. */
export function refused({ issues }: z.ZodError): InvalidArgumentError {
  const sentences = inputErrors(issues).map(({ message, suggestion }) =>
    suggestion === undefined ? `${message}.` : `${message}; try ${suggestion}.`,
  );
  return new InvalidArgumentError(sentences.join(' '));
}
