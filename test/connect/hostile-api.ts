import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Text that would run a script if it became markup. */
const hostile = `<img src=x onerror="window.isMarkup=true"><script>window.isMarkup=true</script>`;

const failure = {
  endpoint: 'imap',
  stage: 'authenticate',
  code: 'auth-rejected',
  temporary: false,
  title: hostile,
  advice: hostile,
  field: 'imap.host',
  suggestion: hostile,
  responseCode: hostile,
  enhancedStatusCode: hostile,
  source: { address: hostile, isListed: false },
  supportId: hostile,
};

const certificate = {
  subject: hostile,
  names: [hostile],
  issuer: hostile,
  validFrom: hostile,
  validTo: hostile,
  sha256: hostile,
  failedChecks: ['cert-self-signed'],
};

const verification = {
  id: '0',
  state: 'failed',
  failure,
  warnings: [{ endpoint: 'imap', code: hostile, title: hostile, advice: hostile }],
  wait: { text: hostile },
  endpoints: [
    {
      endpoint: 'imap',
      host: hostile,
      port: hostile,
      tls: hostile,
      certificate,
      steps: [{ stage: 'authenticate', state: 'failed', durationMs: 1, facts: {}, failure }],
    },
  ],
};

const candidate = {
  kind: 'imap',
  rank: 1,
  trust: 'verified',
  registrableDomains: [hostile],
  username: { template: hostile, value: hostile },
  imap: { host: hostile, port: hostile, tls: 'implicit' },
  smtp: { host: hostile, port: hostile, tls: 'implicit' },
  findings: [{ level: 'warning', code: hostile, text: hostile }],
  verification: '0',
  providers: [
    {
      provider: hostile,
      source: 'javascript:window.isMarkup=true',
      checkedAt: hostile,
      demands: [
        { kind: 'app-password', text: hostile, url: 'javascript:window.isMarkup=true', from: hostile },
        { kind: 'app-password', text: hostile, url: 'https://"><img src=x onerror="window.isMarkup=true">' },
      ],
    },
  ],
};
const discovery = { id: '0', state: 'done', candidates: [candidate], sources: [] };

const answers: Readonly<Record<string, object>> = {
  '/v1/populate': { email: hostile, domain: hostile, match: 'none', kind: null },
  '/v1/discoveries': discovery,
  '/v1/discoveries/0': discovery,
  '/v1/connections': verification,
  '/v1/verifications/0': verification,
};

/** Starts an api in which every text is hostile: what a fault or a taken-over server could make of the answers. */
export async function startHostileApi(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://localhost').pathname;
    const body = answers[path];
    response.writeHead(body === undefined && request.method !== 'OPTIONS' ? 404 : 200, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(body ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
