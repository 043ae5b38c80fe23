import { readFile } from 'node:fs/promises';
import { EnvironmentError, parseEnvironment, type Environment } from '@postern/core/environment';
import { createEgressPolicy } from '@postern/mail-probe/egress-policy';
import { probeTargets, type ProbeOptions } from '@postern/mail-probe/probe-servers';
import { serversIn, type Server } from '@postern/core/server';
import { readPassword } from './read-password.js';
import type { VerifyOptions } from './verify.js';
import { formatOutcome, formatStep, formatServer, paintWith } from './verify-report.js';

/** Probes what `postern verify` names and prints each step as it ends, or the result as JSON. Returns the exit code. */
export async function verifyServers(options: VerifyOptions): Promise<0 | 1> {
  const environment = parseEnvironment(process.env);
  const servers = listWanted(options);
  const { stdout } = process;
  const paint = paintWith(stdout.isTTY && process.env.NO_COLOR === undefined);
  const say = (text: string): void => {
    if (options.json === undefined) stdout.write(`${text}\n`);
  };
  const probeOptions: ProbeOptions = {
    ...(await egressOf(environment)),
    onStep: (endpoint, step) => say(formatStep(endpoint, step, paint)),
    log: ({ supportId, cause }) => process.stderr.write(`${supportId} ${cause}\n`),
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
  const result = await probeTargets(servers, options.allowNonSecureCertificate === true, probeOptions);
  say(formatOutcome(result, paint));
  if (options.json !== undefined) stdout.write(`${JSON.stringify(result, null, 2)}\n`);
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

/** The operator's egress settings, as the worker takes them. */
async function egressOf(
  environment: Environment,
): Promise<Pick<ProbeOptions, 'policy' | 'ca' | 'sourceAddresses'>> {
  const { POSTERN_EGRESS_ALLOW: allow, POSTERN_EGRESS_PORTS: ports, POSTERN_EGRESS_CA: caFile } = environment;
  const policy = createEgressPolicy({ allow, ports, closed: [] });
  const sourceAddresses = environment.POSTERN_EGRESS_ADDRESS;
  if (caFile === undefined) return { policy, sourceAddresses };
  const ca = await readFile(caFile, 'utf8').catch(() => {
    throw new EnvironmentError('POSTERN_EGRESS_CA must name a readable PEM file');
  });
  return { policy, sourceAddresses, ca };
}
