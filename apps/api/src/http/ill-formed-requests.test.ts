import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import fc from 'fast-check';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

let api: TestApi;
let port: number;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
beforeAll(async () => {
  const consoleDirectory = fileURLToPath(new URL('../../../console/dist', import.meta.url));
  api = await startTestApi({ settings: { consoleDirectory } });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(await api.app.getUrl()).port);
});
afterAll(async () => {
  agent.destroy();
  await api.stop();
});

type Sent = {
  readonly method?: string;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends a request whose target is not normalised, as an HTTP library would; resolves to status and body. */
function send(
  path: string,
  { method = 'GET', body, type = 'application/json', headers: own = {} }: Sent = {},
) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers: Record<string, string> = {
      authorization: `Bearer ${api.account.tokens['super-admin']}`,
      ...own,
    };
    if (body !== undefined) headers['content-type'] ??= type;
    const sent = request({ port, host: '127.0.0.1', method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const oddSegments = [
  '%2e%2e',
  '%252e',
  '%2e',
  '..',
  '%00',
  'a%00b',
  '%5c',
  '\\',
  '%2f',
  '%c0%ae',
  '%ed%a0%80',
]
  .concat([
    '%',
    '%zz',
    '%e2%80%ae',
    '%ff',
    '//',
    ';',
    '%25',
    '%2500',
    '..%2f..%2fetc',
    '%2e%2e%5c',
    'con',
    '?%00',
  ])
  .concat(['%F0%9F', '~', "'", '%0d%0a', '%09', '\u00e9', '%uD800', '.git', 'a'.repeat(400)]);
const roots = [
  '/',
  '/docs/',
  '/docs/problems/',
  '/docs/swagger-ui/',
  '/openapi.json/',
  '/assets/',
  '/v1/',
].concat([
  '/v1/mail-settings/',
  '/v1/verifications/',
  '/v1/tokens/',
  '/v1/firewall/',
  '/v1/allowlist/',
  '/metrics/',
]);

test.each(roots)('a path below %s with odd escapes is never a 5xx', async (root) => {
  const targets = oddSegments.flatMap((odd) => [
    `${root}${odd}`,
    `${root}${odd}/`,
    `${root}x/${odd}`,
    `${root}${odd}/x.js`,
  ]);
  const broken: string[] = [];
  for (const target of targets) {
    const { status } = await send(target);
    if (status >= 500) broken.push(`${status} ${target}`);
  }
  expect(broken).toEqual([]);
});

const nameBody = (json: string) => `{"name":${json},"role":"member"}`;

describe('text that is not well-formed', () => {
  test.each([
    ['a lone high surrogate', nameBody('"a\\ud800b"')],
    ['a lone low surrogate', nameBody('"\\udc00"')],
    ['surrogates in the wrong order', nameBody('"\\udc00\\ud800"')],
    ['a NUL', nameBody('"a\\u0000b"')],
    [
      'bytes that are not UTF-8',
      Buffer.concat([
        Buffer.from('{"name":"'),
        Buffer.from([0xff, 0xc0, 0xaf]),
        Buffer.from('","role":"member"}'),
      ]),
    ],
    [
      'an encoded surrogate in UTF-8',
      Buffer.concat([
        Buffer.from('{"name":"'),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('","role":"member"}'),
      ]),
    ],
    ['a truncated character', Buffer.concat([Buffer.from('{"name":"a'), Buffer.from([0xf0, 0x9f])])],
    ['a lone surrogate in the name of a field', '{"name":"a","role":"member","\\ud800":1}'],
  ])('is 400 in a body: %s', async (_, body) => {
    const answer = await send('/v1/tokens', { method: 'POST', body });
    expect([answer.status, JSON.parse(answer.text).type]).toEqual([400, expect.any(String)]);
  });

  test('names with characters beyond the first plane are accepted', async () => {
    const answer = await send('/v1/tokens', {
      method: 'POST',
      body: nameBody('"caf\\u00e9 \\ud83d\\ude00"'),
    });
    expect(answer.status).toBe(201);
  });
});

const headerNames = ['if-match', 'if-none-match', 'if-modified-since', 'idempotency-key', 'postern-account']
  .concat(['origin', 'cookie', 'accept', 'accept-encoding', 'content-encoding', 'content-type', 'range'])
  .concat(['authorization', 'prefer', 'last-event-id', 'traceparent', 'x-forwarded-for', 'x-forwarded-proto'])
  .concat(['x-http-method-override', 'access-control-request-method', 'sec-fetch-mode', 'user-agent', 'te']);

/** Requests in one run; 100,000 take about ten minutes. */
const requests = Number(process.env.POSTERN_TEST_FUZZED_REQUESTS ?? 1500);

test('requests with random routes, escapes, headers and texts are never a 5xx but 503', async () => {
  const odd = fc.oneof(
    fc.constantFrom(...oddSegments),
    fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc
      .uint8Array({ maxLength: 8 })
      .map((bytes) => [...bytes].map((byte) => `%${byte.toString(16)}`).join('')),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('\ud800', '\u0000', '\u202e', 'example.com', 'super-admin', '\udfff\ud800', '-1', '{}'),
  );
  const path = fc.oneof(
    fc.tuple(fc.constantFrom(...roots), odd).map((parts) => parts.join('')),
    fc.constantFrom('/v1/mail-settings', '/v1/audit-events', '/v1/populate', '/v1/tokens', '/v1/allowlist'),
    fc.constantFrom('/v1/session', '/v1/verifications', '/v1/connections', '/v1/firewall/match', '/v1/me'),
    fc.constantFrom('/v1/allowlist/changes', '/v1/mail-settings/export', '/v1/mail-settings/example.com'),
  );
  const names = [
    'search',
    'cursor',
    'limit',
    'kind',
    'state',
    'email',
    'purpose',
    'format',
    'since',
    'action',
  ];
  const query = fc.dictionary(fc.oneof(fc.constantFrom(...names), odd), odd, { maxKeys: 3 });
  const fields = [
    'name',
    'role',
    'domain',
    'kind',
    'exchange',
    'email',
    'credentials',
    'token',
    'code',
    'source',
  ];
  const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.dictionary(text, text, { maxKeys: 3 }));
  // Node refuses control characters in a header before anything is sent.
  const header = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
    fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,60}$/),
    fc.constantFrom(
      '"1"',
      'W/"1"',
      '*',
      'bytes=0-',
      'bytes=9-1',
      '%ED%A0%80',
      '\u00c0\u00af',
      'a=%',
      '=;',
      '-1',
    ),
    fc.constantFrom(
      'text/csv',
      'application/x-ndjson',
      'multipart/form-data',
      'application/json; charset=utf-7',
    ),
    fc.constantFrom(
      'Bearer \u00ff',
      'Basic \u00ff',
      'Basic Og==',
      'Basic 7aCA',
      'gzip',
      'respond-async, wait=0',
    ),
  );
  const sent = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    path,
    query,
    body: fc.dictionary(fc.oneof(fc.constantFrom(...fields), text), value, { maxKeys: 5 }),
    headers: fc.dictionary(fc.constantFrom(...headerNames), header, { maxKeys: 3 }),
  });
  const broken: string[] = [];
  for (const { method, path: target, query: asked, body, headers } of fc.sample(sent, requests)) {
    const search = Object.entries(asked).map((pair) => pair.join('='));
    const full = `${target}${search.length === 0 ? '' : `?${search.join('&')}`}`;
    const answer = await send(full, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 500 && answer.status !== 503)
      broken.push(`${answer.status} ${method} ${full} ${JSON.stringify(body)}`);
  }
  expect(broken).toEqual([]);
}, 3_600_000);
