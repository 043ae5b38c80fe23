import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asOperator } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const read = (query: string, headers: Record<string, string> = {}) =>
  api.call('GET', `/v1/allowlist${query}`, { token: api.account.tokens.network, headers });
const lines = (text: unknown) => String(text).split('\n').slice(0, -1);
const publish = async (body: object, headers: Record<string, string> = {}, dryRun = false) => {
  const version = await api.call('GET', '/v1/allowlist/version', { token: api.operatorToken });
  const url = `/v1/allowlist${dryRun ? '?dryRun=true' : ''}`;
  return api.call('PUT', url, {
    token: api.operatorToken,
    body,
    headers: { 'if-match': String(version.headers.etag), ...headers },
  });
};

describe('until an operator publishes, the list is that of the seed page, with a finding', () => {
  test('R17 R18 R21 IMAP and SMTP are two lists of 6 prefixes', async () => {
    const imap = await read('?protocol=imap&format=text');
    expect(imap.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(imap.headers['postern-finding']).toBe('sample-allowlist');
    expect(lines(imap.body)).toEqual([
      '54.174.62.128/26',
      '54.174.62.196/30',
      '141.193.184.0/27',
      '141.193.185.0/27',
      '143.244.82.8/30',
      '143.244.87.0/25',
    ]);
    expect(lines((await read('?protocol=smtp&format=text')).body)).toEqual([
      '54.174.62.128/26',
      '54.174.62.192/30',
      '141.193.184.0/27',
      '141.193.185.0/27',
      '143.244.82.12/30',
      '143.244.87.0/25',
    ]);
    const { body } = await read('');
    expect(body.findings).toEqual([expect.objectContaining({ code: 'sample-allowlist' })]);
    expect(body.entries).toHaveLength(24);
  });

  test('R22 exchange is the union of both', async () => {
    const union = lines((await read('?protocol=exchange&format=text')).body);
    expect(union).toContain('54.174.62.192/29');
    expect(union).toContain('143.244.82.8/29');
  });

  test('a selection without entries is 404 in every format', async () => {
    for (const format of ['json', 'text', 'csv']) {
      const answer = await read(`?protocol=imap&family=6&format=${format}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'no-entries']);
    }
  });

  test('text and CSV need a protocol; an unknown choice is refused', async () => {
    expect((await read('?format=text')).body.errors).toEqual([expect.objectContaining({ path: 'protocol' })]);
    expect((await read('?protocol=pop3')).status).toBe(400);
    expect((await read('?family=5')).status).toBe(400);
  });

  test('R31 a firewall that polls with Basic authentication gets 304 until the list changes', async () => {
    const basic = `Basic ${Buffer.from(`firewall:${api.account.tokens.network}`).toString('base64')}`;
    const url = '/v1/allowlist?protocol=imap&format=text';
    const first = await api.call('GET', url, { token: null, headers: { authorization: basic } });
    expect(first.status).toBe(200);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    const again = await api.call('GET', url, {
      token: null,
      headers: { authorization: basic, 'if-none-match': etag },
    });
    expect([again.status, again.body]).toEqual([304, '']);
    const modified = String(first.headers['last-modified']);
    expect((await read('?protocol=imap&format=text', { 'if-modified-since': modified })).status).toBe(304);
  });
});

describe('R31 the feed for devices', () => {
  const url = '/v1/allowlist?protocol=imap&family=4&format=text';
  const basic = (token: string) => ({
    authorization: `Basic ${Buffer.from(`any:${token}`).toString('base64')}`,
  });
  const call = (method: 'GET' | 'HEAD', path: string, headers: Record<string, string> = {}) =>
    api.app.inject({ method, url: path, headers });

  test('a caller without credentials is offered Basic beside Bearer, a browser is not', async () => {
    const device = await call('GET', url);
    expect([device.statusCode, device.headers['www-authenticate']]).toEqual([
      401,
      'Basic realm="postern", charset="UTF-8", Bearer realm="postern"',
    ]);
    const browser = await call('GET', url, { 'sec-fetch-mode': 'cors' });
    expect(browser.headers['www-authenticate']).toBe('Bearer realm="postern"');
    expect((await call('GET', '/v1/me')).headers['www-authenticate']).toBe('Bearer realm="postern"');
  });

  test('HEAD is answered like GET, without the list', async () => {
    const headers = basic(api.account.tokens.network);
    const [get, head] = [await call('GET', url, headers), await call('HEAD', url, headers)];
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', get.headers.etag]);
  });

  test('Basic takes tokens of the role network only', async () => {
    const admin = await call('GET', url, basic(api.account.tokens['super-admin']));
    expect([admin.statusCode, admin.json().code]).toEqual([403, 'forbidden']);
    expect(String(admin.json().detail)).toContain('network');
  });

  test('an address without a query gives the same list', async () => {
    const headers = basic(api.account.tokens.network);
    const [query, file] = [
      await call('GET', url, headers),
      await call('GET', '/v1/allowlist/imap4.txt', headers),
    ];
    expect([file.statusCode, file.body, file.headers['content-type']]).toEqual([
      200,
      query.body,
      'text/plain; charset=utf-8',
    ]);
    expect((await call('GET', '/v1/allowlist/imap4.txt?_=17', headers)).statusCode).toBe(200);
    expect((await call('GET', '/v1/allowlist/imap6.txt', headers)).json().code).toBe('no-entries');
    expect((await call('GET', '/v1/allowlist/pop34.txt', headers)).statusCode).toBe(404);
    expect((await call('GET', '/v1/allowlist?protocol=imap&datacenter=eu1', headers)).statusCode).toBe(400);
  });
});

describe('B5 an operator publishes revisions', () => {
  const entry = (cidr: string, changes: object = {}) => ({
    cidr,
    protocol: 'imap',
    dataCenter: null,
    ...changes,
  });
  const base = {
    dataCenters: [
      { id: 'eu1', label: 'Frankfurt' },
      { id: 'us1', label: 'Virginia' },
    ],
    entries: [
      entry('198.51.100.0/28'),
      entry('198.51.100.16/28', { dataCenter: 'eu1' }),
      entry('198.51.100.32/28', { dataCenter: 'us1' }),
      entry('198.51.100.64/28', { protocol: 'smtp' }),
      entry('2001:db8:1::/48', { protocol: 'smtp', dataCenter: 'eu1' }),
    ],
  };
  // Documentation prefixes are reserved, which lint warns of and does not stop.

  /** Codes of findings about the change from the list before: the sample is nobody's list, so there are none against it. */
  const changeCodes = ({ findings }: Record<string, unknown>) =>
    (findings as { code: string }[])
      .map(({ code }) => code)
      .filter((code) => ['list-shrank', 'removed-while-active'].includes(code));

  test('only an operator may publish, and only with the current revision in If-Match', async () => {
    const token = api.account.tokens['super-admin'];
    expect((await api.call('PUT', '/v1/allowlist', { token, body: base })).status).toBe(403);
    const blind = await api.call('PUT', '/v1/allowlist', { token: api.operatorToken, body: base });
    expect([blind.status, blind.body.code]).toEqual([428, 'if-match-required']);
    const stale = await publish(base, { 'if-match': '"1-0"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'revision-is-stale']);
  });

  test('a list with lint errors is refused with findings, and a bad prefix with its path', async () => {
    const refused = await publish({ ...base, entries: [] });
    expect([refused.status, refused.body.code]).toEqual([422, 'allowlist-refused']);
    expect(refused.body.findings).not.toEqual([]);
    const hostBits = await publish({ ...base, entries: [entry('198.51.100.1/28')] });
    expect(hostBits.body.errors).toEqual([
      expect.objectContaining({ path: 'entries[0].cidr', suggestion: '198.51.100.0/28' }),
    ]);
  });

  test('R19 an account gets the entries of its data centre and those without one', async () => {
    const tried = await publish(base, {}, true);
    expect(tried.body).toMatchObject({ dryRun: true, revision: 2 });
    expect(changeCodes(tried.body)).toEqual([]);
    expect((await api.call('GET', '/v1/allowlist/version')).body.revision).toBe(1);
    const published = await publish(base);
    expect(published.body).toMatchObject({ revision: 2, dryRun: false });
    expect(published.body.findings).toContainEqual(
      expect.objectContaining({ level: 'warning', code: 'accounts-without-data-center' }),
    );
    const narrow = await read('?protocol=imap&format=text');
    expect(lines(narrow.body)).toEqual(['198.51.100.0/28']);
    expect(narrow.headers['postern-finding']).toBe('data-center-missing');
    await asOperator(api.database).nativeUpdate(Account, { id: api.account.id }, { dataCenter: 'eu1' });
    const own = await read('?protocol=imap&format=text');
    expect(own.headers['postern-finding']).toBeUndefined();
    expect(lines(own.body)).toEqual(['198.51.100.0/27']);
    expect(lines((await read('?protocol=imap&format=text&dataCenter=us1')).body)).toEqual([
      '198.51.100.0/28',
      '198.51.100.32/28',
    ]);
    expect(lines((await read('?protocol=smtp&format=text&family=6')).body)).toEqual(['2001:db8:1::/48']);
    const csv = String((await read('?protocol=smtp&format=csv&family=4')).body);
    expect(csv).toBe(
      'cidr,first,last,protocol,direction\r\n198.51.100.64/28,198.51.100.64,198.51.100.79,smtp,egress\r\n',
    );
  });

  test('an unknown data centre gets 404 from the feed and no file from any target, never a shorter list', async () => {
    const asked = await read('?protocol=imap&format=text&dataCenter=us-1');
    expect([asked.status, asked.body.code]).toEqual([404, 'unknown-data-center']);
    expect(String(asked.body.detail)).toContain('eu1, us1');
    const setDataCenter = (dataCenter: string) =>
      asOperator(api.database).nativeUpdate(Account, { id: api.account.id }, { dataCenter });
    await setDataCenter('us-1');
    expect((await read('?protocol=imap&format=text')).body.code).toBe('unknown-data-center');
    const render = (accept: string) =>
      api.call('POST', '/v1/firewall/nftables', { token: api.account.tokens.network, headers: { accept } });
    const rules = await render('application/json');
    expect(rules.body).toMatchObject({ files: [] });
    expect(rules.body.findings).toContainEqual(
      expect.objectContaining({ level: 'error', code: 'data-center-unknown' }),
    );
    const zip = await render('application/zip');
    expect([zip.status, zip.body.code]).toEqual([422, 'rules-refused']);
    await setDataCenter('eu1');
  });

  test('an old revision can be read as it was', async () => {
    const old = await read('?protocol=imap&format=text&revision=1');
    expect(lines(old.body)[0]).toBe('54.174.62.128/26');
    expect((await read('?revision=99')).status).toBe(404);
    expect((await read('?revision=0')).status).toBe(400);
  });

  test('each changed entry since a revision is a row', async () => {
    const retiring = base.entries.map((row, index) =>
      index === 0 ? { ...row, state: 'retiring', retireAfter: '2027-03-01T00:00:00Z' } : row,
    );
    const published = await publish({
      ...base,
      entries: [...retiring.slice(0, -1), entry('198.51.100.128/28')],
    });
    expect(published.body.revision).toBe(3);
    expect(changeCodes(published.body)).toEqual(['list-shrank', 'removed-while-active']);
    const { body } = await api.call('GET', '/v1/allowlist/changes?since=2', {
      token: api.account.tokens.network,
    });
    const rows = body.data as unknown as { revision: number; change: string; entry: { cidr: string } }[];
    expect(rows.map(({ revision, change, entry: { cidr } }) => [revision, change, cidr])).toEqual([
      [3, 'state', '198.51.100.0/28'],
      [3, 'added', '198.51.100.128/28'],
      [3, 'removed', '2001:db8:1::/48'],
    ]);
    expect((await api.call('GET', '/v1/allowlist/changes?since=3')).body.data).toEqual([]);
  });

  test('an operator reads the whole document, so that publishing it again changes nothing', async () => {
    const { body } = await api.call('GET', '/v1/allowlist', { token: api.operatorToken });
    const { dataCenters, entries } = body as unknown as typeof base;
    expect(entries.some(({ dataCenter }) => dataCenter !== null)).toBe(true);
    expect((await publish({ dataCenters, entries }, {}, true)).body.changes).toEqual([]);
  });

  test('the vendor’s name is the operator’s, never that of the sample, and stays until another one is given', async () => {
    const named = async (body: object) => {
      const { findings } = (await publish(body)).body as unknown as { findings: { code: string }[] };
      const { vendor } = (await api.call('GET', '/v1/allowlist', { token: api.operatorToken })).body;
      return [vendor, findings.some(({ code }) => code === 'vendor-unnamed')];
    };
    const more = (cidr: string) => ({ ...base, entries: [...base.entries, entry(cidr)] });
    expect(await named(base)).toEqual(['Postern', true]);
    expect(await named({ ...base, vendor: 'Example CRM' })).toEqual(['Example CRM', false]);
    expect(await named(more('198.51.100.208/28'))).toEqual(['Example CRM', false]);
    const refused = await publish({ ...base, vendor: ' ' });
    expect(refused.body.errors).toEqual([expect.objectContaining({ path: 'vendor' })]);
  });

  test('the name that an operator sets is in the lists that are published from then on', async () => {
    const vendor = (method: string, body?: object, token = api.operatorToken) =>
      api.call(method, '/v1/allowlist/vendor', { token, ...(body && { body }) });
    const before = { vendor: 'Example CRM', publishedVendor: 'Example CRM' };
    expect((await vendor('GET')).body).toEqual(before);
    const refused = await vendor('PUT', { vendor: 'a\nb' });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [expect.objectContaining({ path: 'vendor' })],
    ]);
    for (const [role, token] of Object.entries(api.account.tokens))
      expect([role, (await vendor('PUT', { vendor: 'Other' }, token)).status]).toEqual([role, 403]);
    expect((await vendor('PUT', { vendor: ' Example Mail ' })).body).toEqual({
      ...before,
      vendor: 'Example Mail',
    });
    // The same entries under another name are another list: the sheet for IT shows the name.
    const { body } = await publish({ ...base, entries: [...base.entries, entry('198.51.100.208/28')] });
    expect(body.changes).toEqual([]);
    expect((await vendor('GET')).body).toEqual({ vendor: 'Example Mail', publishedVendor: 'Example Mail' });
    const sheet = await api.call('POST', '/v1/firewall/handover', { body: {} });
    expect(JSON.stringify(sheet.body)).toContain('Please let Example Mail reach our mail servers');
  });

  test('of two operators who publish at the same time one gets 412', async () => {
    const version = await api.call('GET', '/v1/allowlist/version', { token: api.operatorToken });
    const headers = { 'if-match': String(version.headers.etag) };
    const bodies = ['198.51.100.144/28', '198.51.100.160/28'].map((cidr) => ({
      ...base,
      entries: [...base.entries, entry(cidr)],
    }));
    const answers = await Promise.all(
      bodies.map((body) => api.call('PUT', '/v1/allowlist', { token: api.operatorToken, body, headers })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });
});
