import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { serversIn, type Server } from '@postern/core/server';
import { print, printError } from './print.js';
import { readEnvironment } from './read-environment.js';
import { readPassword } from './read-password.js';
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
    ...(options.user === undefined
      ? {}
      : {
          credentials: {
            username: options.user,
            password: await readPassword(`Password of ${options.user}: `),
          },
        }),
  };
  for (const server of servers) say(formatServer(server));
  const rule = { allowNonSecureCertificate: options.allowNonSecureCertificate === true, pins: {} };
  const result = await probeServers(servers, rule, probeOptions);
  say(formatOutcome(result, paint));
  if (options.json !== undefined) print(`${JSON.stringify(result, null, 2)}\n`);
  return result.failure === null ? 0 : 1;
}

function listWanted({ imap, smtp, exchange }: VerifyOptions): Server[] {
  if (exchange !== undefined) return serversIn({ kind: 'exchange', exchange: { url: exchange } });
  const wanted = [
    imap === undefined ? [] : [{ endpoint: 'imap' as const, ...imap }],
    smtp === undefined ? [] : [{ endpoint: 'smtp' as const, ...smtp }],
  ];
  return wanted.flat().map((server) => ({ ...server, path: '' }));
}
