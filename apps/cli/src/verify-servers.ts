import { credentialsInputSchema } from '@postern/core/connection';
import type { Credentials } from '@postern/core/credentials';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { serversIn, type Server } from '@postern/core/server';
import { print, printError } from './print.js';
import { readEnvironment } from './read-environment.js';
import { readSecret } from './read-secret.js';
import { UsageError } from './usage-error.js';
import type { VerifyOptions } from './verify-options.js';
import { formatOutcome, formatStep, formatServer, paintWith } from './verify-report.js';

/**
 * Probes the servers that the options name. Prints each step when it ends, or the result as JSON; resolves to the
 * exit code.
 */
export async function verifyServers(options: VerifyOptions): Promise<0 | 1> {
  const environment = readEnvironment();
  const servers = listWanted(options);
  const { stdout } = process;
  const paint = paintWith(stdout.isTTY && process.env.NO_COLOR === undefined);
  const say = (text: string): void => {
    if (options.json === undefined) stdout.write(`${text}\n`);
  };
  const probeOptions: ProbeOptions = {
    ...(await egressOfEnvironment(environment)),
    onStep: (endpoint, step) => say(formatStep(endpoint, step, paint)),
    log: ({ supportId, cause }) => printError(`${supportId} ${cause}\n`),
    ...(options.user === undefined ? {} : { credentials: await readCredentials(options.user, options) }),
  };
  for (const server of servers) say(formatServer(server));
  const rule = { allowNonSecureCertificate: options.allowNonSecureCertificate === true, pins: {} };
  const result = await probeServers(servers, rule, probeOptions);
  say(formatOutcome(result, paint));
  if (options.json !== undefined) print(`${JSON.stringify(result, null, 2)}\n`);
  return result.failure === null ? 0 : 1;
}

async function readCredentials(username: string, { accessToken }: VerifyOptions): Promise<Credentials> {
  if (accessToken === undefined) return { username, password: await readSecret(`Password of ${username}: `) };
  const read = await readSecret(`Access token of ${username}: `);
  const parsed = credentialsInputSchema.safeParse({ username, accessToken: read.trim() });
  // The message names the rule, never the token.
  if (!parsed.success) throw new UsageError(parsed.error.issues[0]!.message);
  return { ...parsed.data, username };
}

function listWanted({ imap, smtp, exchange }: VerifyOptions): Server[] {
  if (exchange !== undefined) return serversIn({ kind: 'exchange', exchange: { url: exchange } });
  const wanted = [
    imap === undefined ? [] : [{ endpoint: 'imap' as const, ...imap }],
    smtp === undefined ? [] : [{ endpoint: 'smtp' as const, ...smtp }],
  ];
  return wanted.flat().map((server) => ({ ...server, path: '' }));
}
