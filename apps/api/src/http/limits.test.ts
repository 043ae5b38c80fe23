import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';

let api: TestApi;
let port: number;
beforeAll(async () => {
  api = await startTestApi({ settings: { corsOrigins: ['https://crm.example.com'] } });
  await api.app.listen(0, '127.0.0.1');
  port = Number(new URL(await api.app.getUrl()).port);
});
afterAll(() => api.stop());

/** Sends bytes as they are and reads until the server closes. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('bytes that are not a valid request', () => {
  test.each([
    [
      'headers beyond 16 KiB',
      `GET /livez HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'header-too-large',
    ],
    ['no HTTP', 'hello\r\n\r\n', 400, 'invalid-request'],
    [
      'two lengths',
      'POST /v1/tokens HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
      'invalid-request',
    ],
    [
      'a length and chunks',
      'POST /v1/tokens HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
      'invalid-request',
    ],
  ])('%s: the answer is a problem document, and the connection is closed', async (_, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code, status });
  });
});

test.each([
  ['a body that says it is too large', { 'content-length': '2000000' }],
  ['a body in chunks that gets too large', { 'transfer-encoding': 'chunked' }],
])('%s is 413', async (_, headers) => {
  const call = request({
    port,
    method: 'POST',
    path: '/v1/mail-settings',
    headers: {
      ...headers,
      'content-type': 'application/json',
      authorization: `Bearer ${api.account.tokens['super-admin']}`,
    },
  });
  call.on('error', () => undefined); // The server may close while we still send.
  call.write(`"${'a'.repeat(1_500_000)}`);
  const [answer] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
  expect(answer.statusCode).toBe(413);
  call.destroy();
});

test('a client that sends all of a body that is too large gets the answer, and may use its connection again', async () => {
  const head = (body: string) =>
    `POST /v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${body}\r\n\r\n`;
  const socket = connect(port, '127.0.0.1');
  let answers = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answers += chunk));
  socket.write(`${head('content-length: 3000000')}"${'a'.repeat(999_999)}`);
  await waitUntil(() => answers.startsWith('HTTP/1.1 413 '));
  await setTimeout(100);
  for (const part of ['a', 'b']) socket.write(part.repeat(1_000_000));
  answers = '';
  socket.write(head('content-length: 0'));
  await waitUntil(() => answers.startsWith('HTTP/1.1 400 '));
  socket.destroy();
});

test.each([
  ['headers', 'POST /v1/tokens HTTP/1.1\r\nhost: x\r\nx-slow: '],
  [
    'a body',
    'POST /v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  ],
])('%s that never end are answered 408 at most a second after the limit', async (_, bytes) => {
  const server: Server = api.app.getHttpServer();
  const { headersTimeout, requestTimeout } = server;
  expect([headersTimeout, requestTimeout]).toEqual([10_000, 30_000]);
  Object.assign(server, { headersTimeout: 100, requestTimeout: 200 });
  const started = performance.now();
  const answer = await raw(bytes);
  Object.assign(server, { headersTimeout, requestTimeout });
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toContain('"code":"request-timeout"');
  expect(performance.now() - started).toBeLessThan(5000);
});

test('every answer has the security headers', async () => {
  for (const [url, status, caching] of [
    ['/v1/me', 200, 'no-store'],
    ['/v1/nowhere', 404, 'no-store'],
    ['/livez', 200, 'no-store'],
    ['/openapi.json', 200, 'no-cache'],
  ] as const) {
    const answer = await api.call('GET', url);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'cache-control': caching,
    });
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  }
});

describe('CORS', () => {
  const preflight = (at: TestApi, origin: string) =>
    at.call('OPTIONS', '/v1/mail-settings', {
      token: null,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,if-match',
      },
    });

  test('is allowed to the named origins only, without cookies', async () => {
    const named = await preflight(api, 'https://crm.example.com');
    expect(named.status).toBe(204);
    expect(named.headers['access-control-allow-origin']).toBe('https://crm.example.com');
    expect(named.headers['access-control-allow-credentials']).toBeUndefined();
    const other = await preflight(api, 'https://evil.example.com');
    expect(other.headers['access-control-allow-origin']).not.toBe('https://evil.example.com');
  });

  test('every answer that depends on the origin says so, also where it depends on the coding as well', async () => {
    const at = async (url: string, headers: Record<string, string>) => {
      const answer = await api.call('GET', url, { token: api.account.tokens.network, headers });
      return [answer.status, String(answer.headers.vary).toLowerCase()];
    };
    for (const origin of ['https://crm.example.com', 'https://evil.example.com'])
      for (const url of ['/v1/allowlist', '/v1/allowlist/imap4.txt'])
        expect(await at(url, { origin })).toEqual([200, 'origin, accept-encoding']);
    expect(await at('/v1/allowlist', {})).toEqual([200, 'origin, accept-encoding']);
    expect(await at('/v1/allowlist', { 'if-none-match': '*' })).toEqual([304, 'origin, accept-encoding']);
    expect(await at('/v1/allowlist/version', {})).toEqual([200, 'origin']);
  });

  test('an OPTIONS request that is no preflight gets an answer of the API', async () => {
    const answer = await api.call('OPTIONS', '/v1/mail-settings', { token: null });
    expect([answer.status, answer.headers['content-type']]).toEqual([204, undefined]);
  });

  test('is off unless configured', async () => {
    const plain = await startTestApi();
    const answer = await preflight(plain, 'https://crm.example.com');
    await plain.stop();
    expect(answer.status).toBe(404);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

test('requests that arrive while the server stops are still answered', async () => {
  const ending = await startTestApi();
  await ending.app.listen(0, '127.0.0.1');
  const body = JSON.stringify({
    domain: 'last.example.com',
    kind: 'exchange',
    exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
  });
  const call = request(`${await ending.app.getUrl()}/v1/mail-settings`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${ending.account.tokens['super-admin']}`,
    },
  });
  call.write(body.slice(0, 10));
  await once(ending.app.getHttpServer(), 'request');
  const stopping = ending.stop();
  call.end(body.slice(10));
  const [answer] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
  expect(answer.statusCode).toBe(201);
  answer.resume();
  await stopping;
});

test('the log contains routes and ids, and no token, password or email address', async () => {
  const lines: string[] = [];
  const logged = await startTestApi({
    logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
  });
  const token = logged.account.tokens['super-admin'];
  await logged.call('GET', '/v1/populate?email=jane@example.com');
  await logged.call('POST', '/v1/mail-settings', { body: { password: 'hunter2-hunter2' } });
  await logged.call('POST', '/v1/session', { token: null, body: { token } });
  const created = await logged.call('POST', '/v1/tokens', { body: { name: 'new', role: 'member' } });
  await logged.stop();
  const log = lines.join('');
  expect(log).toContain('"route":"/v1/tokens"');
  for (const secret of [token, created.body.token, 'hunter2', 'jane@', 'postern_session'])
    expect(log).not.toContain(secret);
});
