import { parseDomainName, parseEmailAddress } from '@postern/core/domain-name';
import { discover, type DiscoveryResult } from '@postern/discovery/discover';
import { dnsClientFor } from '@postern/mail-probe/dns/name-lookup';
import { createIspdb } from '@postern/discovery/sources/ispdb';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import { print, printError } from './print.js';
import { formatAttempt, formatCandidates } from './discover-report.js';
import { readEnvironment } from './read-environment.js';
import { paintWith } from './verify-report.js';

/**
 * Discovers the servers of a domain or an address. Prints each source when it has answered and then the candidates, or
 * the result as JSON; resolves to the exit code.
 */
export async function discoverServers(
  text: string,
  options: { readonly json?: true },
  refuse: (message: string) => never,
): Promise<0 | 1 | 2> {
  const environment = readEnvironment();
  const person = text.includes('@') ? readAddress(text, refuse) : readDomain(text, refuse);
  const { stdout } = process;
  const paint = paintWith(stdout.isTTY && process.env.NO_COLOR === undefined);
  const say = (line: string): void => {
    if (options.json === undefined) stdout.write(`${line}\n`);
  };
  const result = await discover(person, {
    ...(await egressOfEnvironment(environment)),
    dns: dnsClientFor(environment.POSTERN_RESOLVER),
    ispdb: createIspdb(environment.POSTERN_ISPDB),
    onAttempt: (attempt) => say(formatAttempt(attempt, paint)),
    log: ({ supportId, cause }) => printError(`${supportId} ${cause}\n`),
  });
  say(formatCandidates(result, paint));
  if (options.json !== undefined) print(`${JSON.stringify(result, null, 2)}\n`);
  return exitCodeOf(result);
}

function readAddress(text: string, refuse: (message: string) => never) {
  const parsed = parseEmailAddress(text);
  if (!parsed.ok) return refuse(parsed.message);
  const { domain } = parsed.domain;
  return { domain, email: `${parsed.localPart}@${domain}` };
}

function readDomain(text: string, refuse: (message: string) => never) {
  const parsed = parseDomainName(text);
  return parsed.ok ? { domain: parsed.domain, email: null } : refuse(parsed.message);
}

function exitCodeOf({ candidates, sources }: DiscoveryResult): 0 | 1 | 2 {
  if (candidates.length > 0) return 0;
  const hasAnswer = sources.some(({ state }) => state !== 'unreachable' && state !== 'refused');
  return hasAnswer ? 1 : 2;
}
