import { csvColumns } from '@postern/core/settings-transfer';
import { timeConcurrently } from './alternate.js';

/** The ports of the benchmark's servers; those of the attacks by the name of the attack. */
export type Ports = Readonly<Record<string, number>> & { readonly imap: number; readonly smtp: number };

/** How the other account calls the api. */
type Caller = { readonly url: string; readonly token: string };

const atOnce = 16;

/** What the other account does, by name. `size` is the number of its tries or domains. */
export const attacks: Readonly<Record<string, { readonly size: number; readonly begin: Begin }>> = {
  import: { size: 50_000, begin: importDomains((n) => `n${n % 65_000}.example.com`) },
  silent: { size: 2_000, begin: tries('silent') },
  flood: { size: 2_000, begin: tries('flood') },
  dhe: { size: 400, begin: tries('dhe') },
  chain: { size: 400, begin: tries('chain') },
  renegotiation: { size: 400, begin: tries('renegotiation') },
  'drip-in-tls': { size: 400, begin: tries('drip-in-tls') },
  'flood-in-tls': { size: 400, begin: tries('flood-in-tls') },
  'own-server': { size: 100, begin: tries('imap', 'silent', () => '127.0.0.1') },
  names: { size: 1_000, begin: tries('silent', 'silent', (n) => `n${n}.silent.example.com`) },
  'one-server': { size: 50_000, begin: importDomains(() => 'n1.example.com') },
};

type Begin = (caller: Caller, ports: Ports, size: number) => Promise<void>;

/** Returns an attack of tries, each at hosts of its own unless `hostOf` says otherwise. */
function tries(imap: string, smtp = imap, hostOf = (n: number) => `n${n}.example.com`): Begin {
  return async (caller, ports, size) => {
    const tls = imap === 'flood' ? 'starttls' : 'implicit';
    await timeConcurrently(size, atOnce, async (n) => {
      await post(caller, '/v1/verifications', 'application/json', {
        // A domain of its own, because an account has a ration of tries for each domain.
        domain: `try${n}.example.com`,
        kind: 'imap',
        imap: { host: hostOf(n + 1), port: ports[imap]!, tls },
        smtp: { host: hostOf(n + 1), port: ports[smtp]!, tls },
      });
    });
  };
}

function importDomains(hostOf: (n: number) => string): Begin {
  return async (caller, ports, size) => {
    const rows = Array.from({ length: size }, (_, n) => {
      const host = hostOf(n + 1);
      return `d${n}.example.com,imap,${host},${ports.imap},implicit,${host},${ports.smtp},implicit,false,`;
    });
    const path = '/v1/mail-settings/import?dryRun=false';
    await post(caller, path, 'text/csv', [csvColumns.join(','), ...rows, ''].join('\r\n'));
  };
}

async function post({ url, token }: Caller, path: string, type: string, body: unknown): Promise<void> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  // An api that is overloaded refuses a request; the other account's next one follows.
  if (!answer.ok && answer.status !== 503)
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}
