import type { EndpointReport } from '@postern/core/verification';

/** The report of a conversation that has not taken place, or not yet. */
export function emptyReport({
  endpoint,
  host,
  port,
  tls,
}: Pick<EndpointReport, 'endpoint' | 'host' | 'port' | 'tls'>): EndpointReport {
  return {
    endpoint,
    host,
    port,
    tls,
    address: null,
    sourceAddress: null,
    tlsVersion: null,
    cipher: null,
    certificate: null,
    capabilities: [],
    authMechanisms: [],
    steps: [],
  };
}
