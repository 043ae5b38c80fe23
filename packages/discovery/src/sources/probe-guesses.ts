import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import type { Server } from '@postern/core/server';
import { registrableDomain } from '@postern/core/registrable-domain';
import { absent } from '../documents/parsed.js';
import type { ServerSection } from '../documents/server-section.js';
import { unanswered, type Asked } from './asked.js';

/** The names that are tried, in the order in which they are preferred. */
export function guessedHosts(domain: string): string[] {
  return ['imap', 'mail', 'smtp'].map((label) => `${label}.${domain}`);
}

/**
 * Probes the usual names of mail servers without a password. A server is proposed only if its probe passes, with a
 * certificate that is valid for its name. `deadlineAt` is on the clock of `performance.now()`.
 */
export async function probeGuesses(
  domain: string,
  deadlineAt: number,
  options: ProbeOptions,
): Promise<Asked> {
  if (registrableDomain(domain) === null)
    return unanswered(
      'refused',
      'public-suffix',
      'Names under a public suffix belong to others, so they are not tried.',
    );
  const deadlineMs = Math.max(0, deadlineAt - performance.now());
  const limits = {
    deadlineMs,
    resolveMs: deadlineMs,
    connectMs: Math.min(2_000, deadlineMs),
    greetingMs: deadlineMs,
  };
  const [imap, mail, smtp] = guessedHosts(domain) as [string, string, string];
  const servers: Server[] = [
    ...[imap, mail].map(
      (host) => ({ endpoint: 'imap', host, port: 993, tls: 'implicit', path: '' }) as const,
    ),
    ...[smtp, mail].map(
      (host) => ({ endpoint: 'smtp', host, port: 465, tls: 'implicit', path: '' }) as const,
    ),
    ...[smtp, mail].map(
      (host) => ({ endpoint: 'smtp', host, port: 587, tls: 'starttls', path: '' }) as const,
    ),
  ];
  const rule = { allowNonSecureCertificate: false, pins: {} };
  const probed = await Promise.all(
    servers.map(async (server) => {
      const { failure } = await probeServers([server], rule, { ...options, limits, retryDelaysMs: [] });
      return failure === null ? [server] : [];
    }),
  );
  const passed = probed.flat();
  if (
    !passed.some(({ endpoint }) => endpoint === 'imap') ||
    !passed.some(({ endpoint }) => endpoint === 'smtp')
  )
    return absent(
      'no-server-answers',
      'None of the usual names has an IMAP and an SMTP server that pass the check.',
    );
  return { state: 'found', sections: passed.map(sectionOf), oauthIssuers: [], findings: [], trust: 'guess' };
}

function sectionOf({ endpoint, host, port, tls }: Server): ServerSection {
  return { type: endpoint, host, port, tls, username: '%EMAILADDRESS%', authentication: [], url: null };
}
