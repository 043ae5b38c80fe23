import type { AllowlistDocument } from '@postern/core/allowlist-document';
import { selectPrefixes } from '@postern/core/allowlist-selection';
import type { EgressAddress, Environment } from '@postern/core/environment';
import { listNameSchema, type ListName } from '@postern/core/list-name';
import { parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import { findPrefix } from '@postern/core/prefix-set';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { dnsClientFor } from '@postern/mail-probe/dns/name-lookup';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import { requireLocalAddress, routedFrom } from '@postern/mail-probe/egress/source-address';
import { getCACertificates } from 'node:tls';
import { findingOf, type Finding } from './finding.js';

/** Addresses that every machine has a route to if it has a route to the internet; nothing is sent to them. */
const anywhere = { IPv4: '1.1.1.1', IPv6: '2606:4700:4700::1111' };
/** A name that exists for documentation (RFC 2606 §3) and is signed with DNSSEC. */
const knownName = 'example.com';

/** Checks the ways out of this machine: routes and source addresses, names, and trusted certificate authorities. */
export async function checkNetwork(environment: Environment): Promise<Finding[]> {
  return [
    ...(await checkRoutes(environment.POSTERN_EGRESS_ADDRESS)),
    await checkNames(environment),
    await findingOf('Trusted authorities', async () => {
      await egressOfEnvironment(environment);
      const count = new Set([...getCACertificates('bundled'), ...getCACertificates('system')]).size;
      const file = environment.POSTERN_EGRESS_CA;
      return `${count} of Node and the system${file === undefined ? '' : `, and those of ${file}`}`;
    }),
  ];
}

async function checkRoutes(addresses: readonly EgressAddress[]): Promise<Finding[]> {
  const what = 'Ways out';
  if (addresses.length > 0) return await Promise.all(addresses.map(({ local }) => checkLocal(local)));
  const [ipv4, ipv6] = await Promise.all([routedFrom(anywhere.IPv4), routedFrom(anywhere.IPv6)]);
  if (ipv4 === undefined && ipv6 === undefined) {
    const text = 'This machine has no route to the internet, so no mail server there can be checked. Add one';
    return [{ state: 'warning', what, text }];
  }
  const without = ipv4 === undefined ? 'IPv4' : ipv6 === undefined ? 'IPv6' : null;
  const note = without === null ? '' : `; servers that have ${without} alone cannot be checked`;
  return [{ state: 'ok', what, text: `from ${[ipv4, ipv6].filter(Boolean).join(' and ')}${note}` }];
}

function checkLocal(local: string): Promise<Finding> {
  return findingOf(`Egress address ${local}`, async () => {
    await requireLocalAddress(local);
    return 'an address of this machine';
  });
}

async function checkNames({ POSTERN_RESOLVER: resolver }: Environment): Promise<Finding> {
  const what = 'DNS';
  const place = resolver === undefined ? '/etc/resolv.conf' : 'POSTERN_RESOLVER';
  const client = dnsClientFor(resolver);
  try {
    const { isAuthentic } = await client.mx(knownName);
    if (resolver === undefined || isAuthentic) return { state: 'ok', what, text: `${place} answers` };
    const text = `POSTERN_RESOLVER answers and does not validate DNSSEC, so no found server counts as signed. Switch validation on in it, or name another one`;
    return { state: 'warning', what, text };
  } catch (error) {
    const { code } = error as { code?: unknown };
    const text = `No answer for ${knownName} (${String(code)}). Let ${place} name a resolver that answers, and let UDP and TCP port 53 pass`;
    return { state: 'fails', what, text };
  }
}

/** Checks that the public addresses of this worker are in the published list, which mail servers let in. */
export function checkAllowlist(
  document: AllowlistDocument,
  { POSTERN_EGRESS_ADDRESS: addresses, POSTERN_DATA_CENTER: dataCenter }: Environment,
): Finding[] {
  const what = 'Allowlist';
  const dataCenters = dataCenter === undefined ? document.dataCenters.map(({ id }) => id) : [dataCenter];
  if (isSampleAllowlist(document)) {
    const text =
      'No list is published, so IT is shown a sample. Publish your addresses: postern allowlist publish';
    return [{ state: 'warning', what, text }];
  }
  // Only a vendor that delivers webhooks publishes a list for them.
  const isPublished = (name: ListName) =>
    name !== 'webhook' || document.entries.some((entry) => entry.protocol === name);
  const missing = addresses.flatMap(({ protocol, local, public: seen }) => {
    const address = seen ?? local;
    const ip = unwrapMapped(parseIpAddress(address)!);
    const protocols = protocol === null ? listNameSchema.options.filter(isPublished) : [protocol];
    return protocols.flatMap((name) =>
      findPrefix(selectPrefixes(document, { dataCenters, protocol: name }), ip) === null
        ? [`${address} for ${name}`]
        : [],
    );
  });
  if (missing.length === 0) return [{ state: 'ok', what, text: `revision ${document.revision}` }];
  const text = `Revision ${document.revision} lacks ${missing.join(', ')}, so firewalls that follow it refuse this worker. Publish the addresses, or correct POSTERN_EGRESS_ADDRESS`;
  return [{ state: 'warning', what, text }];
}
