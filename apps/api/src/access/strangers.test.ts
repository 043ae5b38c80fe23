import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { pino } from 'pino';

const lines: string[] = [];
let api: TestApi;
let port: number;
beforeAll(async () => {
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  api = await startTestApi({ logger });
  await api.app.listen(0, '127.0.0.1');
  port = Number(new URL(await api.app.getUrl()).port);
});
afterAll(() => api.stop());

/** The first line of the answer to a request whose headers announce 1 MiB and whose body is never sent. */
async function statusBeforeBody(method: string, path: string, token: string | null): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const authorization = token === null ? '' : `authorization: Bearer ${token}\r\n`;
  socket.write(
    `${method} ${path} HTTP/1.1\r\nhost: x\r\n${authorization}content-type: application/json\r\ncontent-length: 1000000\r\n\r\n`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString().split('\r\n')[0]!;
}

describe('a request that will be refused is answered before its body has arrived', () => {
  test.each([
    ['without a token', 'POST', '/v1/mail-settings', () => null, '401'],
    ['with an unknown token', 'POST', '/v1/firewall/nftables', () => 'unknown', '401'],
    ['without the permission', 'POST', '/v1/mail-settings', () => api.account.tokens.member, '403'],
    ['of an operator without an account', 'POST', '/v1/tokens', () => api.operatorToken, '400'],
    ['without a route', 'POST', '/v1/nowhere', () => null, '404'],
    ['for a session with a token of 1 MB', 'POST', '/v1/session', () => null, '413'],
    ['for an import', 'POST', '/v1/mail-settings/import', () => null, '401'],
  ])('%s', async (_, method, path, token, status) => {
    expect(await statusBeforeBody(method, path, token())).toContain(` ${status} `);
  });

  test('every route that takes a token refuses a malformed body without one as 401', async () => {
    for (const url of ['/v1/mail-settings', '/v1/tokens', '/v1/connections', '/v1/firewall/match']) {
      const answer = await api.call('POST', url, { token: null, body: '{' });
      expect([url, answer.status]).toEqual([url, 401]);
    }
  });
});

test('HEAD needs the same token as GET', async () => {
  const url = `http://127.0.0.1:${port}/v1/allowlist?protocol=imap&format=text`;
  const headers = { authorization: `Bearer ${api.account.tokens.network}` };
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(401);
  expect((await fetch(url, { method: 'HEAD', headers })).status).toBe(200);
});

test('the OpenAPI document has an ETag and is not sent again to who has it', async () => {
  const first = await api.call('GET', '/openapi.json', { token: null });
  const headers = { 'if-none-match': String(first.headers['etag']) };
  expect(first.body['openapi']).toBe('3.1.0');
  const again = await fetch(`http://127.0.0.1:${port}/openapi.json`, { headers });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('everybody reads the guides of docs/ as Markdown, which /llms.txt and the reference list', async () => {
  const read = async (path: string) => await fetch(`http://127.0.0.1:${port}${path}`);
  const list = await (await read('/llms.txt')).text();
  const reference = await (await read('/docs')).text();
  const pages = globSync('../../../../docs/*.md', { cwd: import.meta.dirname }).map((path) => basename(path));
  expect(pages).toEqual(expect.arrayContaining(['install.md', 'upgrade.md', 'scale.md', 'security.md']));
  for (const page of pages) {
    expect(list).toContain(`](/docs/${page})`);
    expect(reference).toContain(`href="/docs/${page}"`);
  }
  const guide = await read('/docs/install.md');
  expect(guide.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(await guide.text()).toMatch(/^# Install\n/);
  expect((await read('/docs/adr/README.md')).status).toBe(404);
});

test('failures of strangers are logged once a minute for each address', async () => {
  lines.length = 0;
  for (let count = 0; count < 80; count += 1) {
    await api.call('GET', '/v1/me', { token: 'unknown' });
    await api.call('POST', '/v1/session', { token: null, body: { token: 'unknown' } });
    await api.call('POST', '/v1/session', { token: null, body: '{' });
    await api.call('GET', '/v1/nowhere', { token: null });
  }
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    '127.0.0.1 failed to authenticate 61 times in a minute',
  ]);
});
