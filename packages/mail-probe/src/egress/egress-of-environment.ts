import { readFile } from 'node:fs/promises';
import { EnvironmentError, type EgressAddress, type Environment } from '@postern/core/environment';
import { createEgressPolicy, type EgressPolicy, type EgressPolicyOptions } from './egress-policy.js';
import { dnsClientFor } from '../dns/name-lookup.js';
import type { Lookup } from './resolve-host.js';
import { trustRoots } from '../conversation/trust-roots.js';

/**
 * The values of the operator's POSTERN_EGRESS_… variables in the form that probes need; `ca` is the text of the PEM
 * file.
 */
export type Egress = {
  readonly policy: EgressPolicy;
  readonly sourceAddresses: readonly EgressAddress[];
  readonly ca?: string;
  readonly ehloName?: string;
  /** Asks the resolver of POSTERN_RESOLVER; without that variable /etc/hosts and the system's resolvers. */
  readonly resolve: Lookup;
};

/**
 * Builds the egress policy and reads the file that POSTERN_EGRESS_CA names. `closed` lists addresses and ports that
 * no probe may reach, whatever the variables allow. Throws `EnvironmentError` if the file cannot be read or
 * contains no certificate.
 */
export async function egressOfEnvironment(
  environment: Environment,
  closed: EgressPolicyOptions['closed'] = [],
): Promise<Egress> {
  const { POSTERN_EGRESS_ALLOW: allow, POSTERN_EGRESS_PORTS: ports, POSTERN_EGRESS_CA: file } = environment;
  const policy = createEgressPolicy({ allow, ports, closed });
  const sourceAddresses = environment.POSTERN_EGRESS_ADDRESS;
  const { POSTERN_EHLO_NAME: ehloName } = environment;
  return {
    policy,
    sourceAddresses,
    resolve: dnsClientFor(environment.POSTERN_RESOLVER).addresses,
    ...(ehloName === undefined ? {} : { ehloName }),
    ...(file === undefined ? {} : { ca: await readRoots(file) }),
  };
}

async function readRoots(file: string): Promise<string> {
  try {
    const pem = await readFile(file, 'utf8');
    trustRoots(pem); // trustRoots throws if the text contains no certificate.
    return pem;
  } catch {
    throw new EnvironmentError('POSTERN_EGRESS_CA must name a readable file of PEM certificates');
  }
}
