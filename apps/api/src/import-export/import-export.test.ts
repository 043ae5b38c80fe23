import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { csvColumns } from '@postern/core/settings-transfer';
import {
  createTestAccount,
  startTestApi,
  type TestAccount,
  type TestApi,
} from '@postern/test/api/start-test-api';

let api: TestApi;
let account: TestAccount;
let accounts = 0;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const header = csvColumns.join(',');
const imapRow = (domain: string, port = 993) =>
  `${domain},imap,imap.example.com,${port},implicit,smtp.example.com,587,,true,`;
const exchangeRow = (domain: string) =>
  `${domain},exchange,,,,,,,,https://mail.example.com/EWS/Exchange.asmx`;
const exchangeBody = (domain: string) => ({
  domain,
  kind: 'exchange',
  exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
});

async function freshAccount(): Promise<void> {
  account = await createTestAccount(api.database, `account ${(accounts += 1)}`);
}
const call = (method: string, url: string, body?: unknown, type = 'application/json') =>
  api.call(method, url, {
    token: account.tokens['account-access'],
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  });
const importCsv = (rows: string[], query = '') =>
  call('POST', `/v1/mail-settings/import${query}`, [header, ...rows].join('\n'), 'text/csv');
const importLines = (lines: unknown[]) =>
  call(
    'POST',
    '/v1/mail-settings/import',
    lines.map((line) => JSON.stringify(line)).join('\n'),
    'application/x-ndjson',
  );
const exported = async (format: string) =>
  String((await call('GET', `/v1/mail-settings/export?format=${format}`)).body);

describe('an import', () => {
  beforeAll(freshAccount);

  test('creates new domains, updates changed ones, skips equal ones, and verifies only what it wrote', async () => {
    const first = await importCsv([
      imapRow('a.example.com'),
      exchangeRow('b.example.com'),
      imapRow('c.example.com'),
    ]);
    expect([first.status, first.body]).toEqual([
      200,
      { dryRun: false, rows: 3, created: 3, updated: 0, unchanged: 0 },
    ]);
    const before = (await call('GET', '/v1/mail-settings/b.example.com')).body;
    expect(before).toMatchObject({
      revision: 1,
      origin: 'admin',
      verification: { state: 'queued' },
      createdBy: expect.stringContaining('account-access'),
    });
    const second = await importCsv([
      imapRow('a.example.com', 143).replace('implicit', ''),
      exchangeRow('b.example.com'),
      imapRow('d.example.com'),
    ]);
    expect(second.body).toEqual({ dryRun: false, rows: 3, created: 1, updated: 1, unchanged: 1 });
    expect((await call('GET', '/v1/mail-settings/b.example.com')).body).toEqual(before);
    expect((await call('GET', '/v1/mail-settings/a.example.com')).body).toMatchObject({
      revision: 2,
      imap: { port: 143, tls: 'starttls' },
      allowNonSecureCertificate: true,
      verification: { state: 'queued' },
    });
    const history = await call('GET', '/v1/mail-settings/a.example.com/verifications');
    expect(history.body.data.map(({ revision }) => revision)).toEqual([2, 1]);
  });

  test('B7 writes an audit event for each row', async () => {
    const { body } = await call('GET', '/v1/audit-events?subject=a.example.com');
    expect(body.data.map(({ action }) => action)).toEqual(['mail-settings.updated', 'mail-settings.created']);
    expect(body.data[0]).toMatchObject({ before: { imap: { port: 993 } }, after: { imap: { port: 143 } } });
  });

  test('takes over attempts of either kind (R9)', async () => {
    await importCsv([imapRow('attempt.example.com')]);
    await api.database.em
      .fork({ session: { variables: { 'postern.account_id': account.id } } })
      .execute(`update mail_settings set origin = 'attempt' where domain = 'attempt.example.com'`);
    expect((await importCsv([exchangeRow('attempt.example.com')])).body).toMatchObject({ updated: 1 });
    expect((await call('GET', '/v1/mail-settings/attempt.example.com')).body).toMatchObject({
      kind: 'exchange',
      origin: 'admin',
    });
  });

  test('with dryRun answers the counts and writes nothing', async () => {
    const { body } = await importCsv(
      [imapRow('dry.example.com'), imapRow('c.example.com', 143)],
      '?dryRun=true',
    );
    expect(body).toEqual({ dryRun: true, rows: 2, created: 1, updated: 1, unchanged: 0 });
    expect((await call('GET', '/v1/mail-settings/dry.example.com')).status).toBe(404);
    expect((await call('GET', '/v1/mail-settings/c.example.com')).body.revision).toBe(1);
  });

  test('of NDJSON accepts POST bodies', async () => {
    const { body } = await importLines([exchangeBody('lines.example.com'), exchangeBody('b.example.com')]);
    expect(body).toEqual({ dryRun: false, rows: 2, created: 1, updated: 0, unchanged: 1 });
  });

  test('reads what spreadsheets write: a byte order mark, CRLF, quotes, TRUE, other columns’ order', async () => {
    const text =
      '\ufeffkind,domain,exchangeUrl,allowNonSecureCertificate\r\n"exchange","sheet.example.com","https://mail.example.com/EWS/Exchange.asmx",\r\n\r\n';
    expect(
      (await call('POST', '/v1/mail-settings/import', text, 'text/csv; charset=utf-8')).body,
    ).toMatchObject({ created: 1 });
    const flag = imapRow('flag.example.com').replace(',true,', ',TRUE,');
    expect((await importCsv([flag])).body).toMatchObject({ created: 1 });
  });
});

describe('an import with errors', () => {
  beforeAll(freshAccount);

  test('changes nothing and names row, line and field', async () => {
    await importCsv([exchangeRow('other.example.com')]);
    const answer = await importCsv([
      imapRow('good.example.com'),
      imapRow('jane@example.com'),
      imapRow('port.example.com', 70000),
      imapRow('other.example.com').replace('other', 'good'),
      `${exchangeRow('both.example.com')}`.replace('exchange,,', 'exchange,imap.example.com,'),
    ]);
    expect([answer.status, answer.body.code]).toEqual([422, 'import-refused']);
    expect(answer.body.errors).toEqual([
      expect.objectContaining({
        path: 'rows[1].domain',
        code: 'domain-is-address',
        suggestion: 'example.com',
        message: expect.stringMatching(/^Line 3, column A \(domain\): /),
      }),
      expect.objectContaining({ path: 'rows[2].imapPort', code: 'too-large' }),
      expect.objectContaining({ path: 'rows[3].domain', code: 'duplicate-domain' }),
      expect.objectContaining({ path: 'rows[4].imapHost', code: 'unknown-field' }),
    ]);
    const { body } = await call('GET', '/v1/mail-settings');
    expect(body.data.map(({ domain }) => domain)).toEqual(['other.example.com']);
  });

  test('refuses a row of the other kind, also with dryRun', async () => {
    for (const query of ['', '?dryRun=true']) {
      const { body } = await importCsv([imapRow('new.example.com'), imapRow('other.example.com')], query);
      expect(body.errors).toEqual([expect.objectContaining({ path: 'rows[1].kind', code: 'kind-is-fixed' })]);
    }
    expect((await call('GET', '/v1/mail-settings/new.example.com')).status).toBe(404);
  });

  test('lists the first thousand and says how many there are', async () => {
    const { body } = await importCsv(Array.from({ length: 1200 }, (_, index) => imapRow(`x${index}`)));
    expect(body.errors).toHaveLength(1000);
    expect(body.detail).toContain('of 1200 errors');
  });

  test.each([
    ['text/csv', 'domain,kind,colour\na.example.com,imap,red', 'header', 'unknown-field'],
    ['text/csv', 'domain,domain,kind\n', 'header', 'duplicate-column'],
    ['text/csv', 'domain\n', 'header', 'required'],
    ['text/csv', `${header}\n${exchangeRow('a.example.com')},more`, 'rows[0]', 'too-many-cells'],
    ['text/csv', `${header}\n"a.example.com,imap`, 'rows[0]', 'csv-malformed'],
    ['text/csv', '{"a":1}', 'header', 'header-missing'],
    ['text/csv', `${header}\n${'a'.repeat(40_000)}`, 'rows[0]', 'csv-malformed'],
    ['application/x-ndjson', '{"domain":', 'rows[0]', 'json-malformed'],
    ['application/x-ndjson', `\n"${'a'.repeat(40_000)}"`, 'rows[0]', 'too-large'],
    ['application/x-ndjson', '[]\n', 'rows[0]', 'wrong-type'],
  ])('%s %.20j is refused at %s', async (type, text, path, code) => {
    const { status, body } = await call('POST', '/v1/mail-settings/import', text, type);
    expect([status, body.errors.map((error) => [error.path, error.code])]).toEqual([422, [[path, code]]]);
  });

  test.each(['application/json', 'text/plain', 'application/xml'])('%s is not accepted', async (type) => {
    expect((await call('POST', '/v1/mail-settings/import', '{}', type)).status).toBe(415);
  });

  test('CSV is accepted nowhere else', async () => {
    expect((await call('POST', '/v1/mail-settings', header, 'text/csv')).status).toBe(415);
  });
});

describe('an export', () => {
  beforeAll(async () => {
    await freshAccount();
    await importCsv(
      Array.from({ length: 1100 }, (_, index) =>
        index % 2 ? imapRow(`e${index}.example.com`) : exchangeRow(`e${index}.example.com`),
      ),
    );
    await importCsv([imapRow('bücher.example.com'), imapRow('guess.example.com')]);
    await api.database.em
      .fork({ session: { variables: { 'postern.account_id': account.id } } })
      .execute(`update mail_settings set origin = 'attempt' where domain = 'guess.example.com'`);
  });

  test.each([
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ])('as %s imports back to the same rows, attempts left out', async (format, type) => {
    const text = await exported(format);
    expect(text).not.toContain('guess.example.com');
    const again = await call('POST', '/v1/mail-settings/import', text, type);
    expect(again.body).toEqual({ dryRun: false, rows: 1101, created: 0, updated: 0, unchanged: 1101 });
    await freshAccount();
    const elsewhere = await call('POST', '/v1/mail-settings/import', text, type);
    expect(elsewhere.body).toMatchObject({ created: 1101 });
    expect(await exported(format)).toBe(text);
  });

  test('is a download in its own media type, and without settings it is only the header', async () => {
    await freshAccount();
    const answer = await call('GET', '/v1/mail-settings/export');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="mail-settings.csv"',
      'cache-control': 'no-store',
    });
    expect(answer.body).toBe(`${header}\r\n`);
    expect(await exported('ndjson')).toBe('');
  });
});

test('imports of one account that wait for each other take no connection from other accounts', async () => {
  const file = (count: number) =>
    `domain,kind,exchangeUrl\n${Array.from({ length: count }, (_, at) => `w${at}.example.com,exchange,https://mail.example.com/EWS/Exchange.asmx`).join('\n')}`;
  const headers = { 'content-type': 'text/csv' };
  const send = (count: number) =>
    api.call('POST', '/v1/mail-settings/import', { headers, body: file(count) });
  const imports = [send(3000), ...Array.from({ length: 30 }, () => send(1))];
  const others = await Promise.all(
    Array.from({ length: 8 }, () => api.call('GET', '/v1/me', { token: api.other.tokens.member })),
  );
  expect(others.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const answers = await Promise.all(imports);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const excess = await Promise.all(Array.from({ length: 80 }, () => send(1)));
  expect(new Set(excess.map(({ status }) => status))).toEqual(new Set([200, 429]));
});

describe('a CSV whose headings are not the names of columns', () => {
  beforeAll(freshAccount);
  const headings = 'Kunde;Maildomain des Kunden;Eingehend;P1;Ausgehend;P2';
  const rows = 'Müller;a.example.com;imap.example.com;993;smtp.example.com;465';
  const send = (body: string, query = '', path = '') =>
    call('POST', `/v1/mail-settings/import${path}${query}`, body, 'text/csv');
  const mapping = 'columns=,domain,imapHost,imapPort,smtpHost,smtpPort';

  test('is refused at first; its columns can be read with their first values and a guess of each', async () => {
    expect((await send(`${headings}\n${rows}`)).body.code).toBe('import-refused');
    const { status, body } = await send(`${headings}\n${rows}\n`, '', '/columns');
    expect([status, body.data]).toEqual([
      200,
      [
        { heading: 'Kunde', values: ['Müller'], column: null },
        { heading: 'Maildomain des Kunden', values: ['a.example.com'], column: 'domain' },
        { heading: 'Eingehend', values: ['imap.example.com'], column: 'imapHost' },
        { heading: 'P1', values: ['993'], column: 'imapPort' },
        { heading: 'Ausgehend', values: ['smtp.example.com'], column: 'smtpHost' },
        { heading: 'P2', values: ['465'], column: 'smtpPort' },
      ],
    ]);
    expect((await send('\n\n', '', '/columns')).body.code).toBe('cannot-act-on-it');
  });

  test('is imported with the columns that the request names; the others are left out', async () => {
    const { body } = await send(`Kundenliste\n${headings}\n${rows}`, `?${mapping}`);
    expect(body).toEqual({ dryRun: false, rows: 1, created: 1, updated: 0, unchanged: 0 });
    const stored = (await call('GET', '/v1/mail-settings/a.example.com')).body;
    expect([stored['imap'], stored['smtp']]).toMatchObject([
      { host: 'imap.example.com', port: 993 },
      { host: 'smtp.example.com', port: 465 },
    ]);
  });

  test('may have no headings at all: the first line is data then', async () => {
    const { body } = await send(rows.replace('a.', 'b.'), '', '/columns');
    expect((body.data as unknown as { heading: string; column: string | null }[])[1]).toMatchObject({
      heading: '',
      column: 'domain',
    });
    expect((await send(rows.replace('a.', 'b.'), `?${mapping}`)).body).toMatchObject({ rows: 1, created: 1 });
  });

  test.each([
    ['columns=domain,colour', '“colour” is not the name of a column'],
    ['columns=domain,kind,kind', 'The column kind occurs twice'],
    ['columns=kind,imapHost', 'The column domain is missing'],
  ])('%s is refused', async (query, message) => {
    const { status, body } = await send(`${headings}\n${rows}`, `?${query}`);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ path: 'columns', message })]]);
  });
});

test('a dry run names on request what it will create and change, with old and new values, and not what stays', async () => {
  await freshAccount();
  const rows = [imapRow('a.example.com'), imapRow('b.example.com')];
  await importCsv(rows);
  const { body } = await importCsv(
    [rows[0]!, imapRow('b.example.com', 143), exchangeRow('bücher.example.com')],
    '?dryRun=true&changes=true',
  );
  const before = (await call('GET', '/v1/mail-settings/b.example.com')).body;
  const { kind, imap, smtp, allowNonSecureCertificate } = before as unknown as Record<string, object>;
  expect(body).toMatchObject({ created: 1, updated: 1, unchanged: 1 });
  expect(body['changes']).toEqual([
    {
      line: 3,
      domain: 'b.example.com',
      displayDomain: 'b.example.com',
      before: { kind, imap, smtp, allowNonSecureCertificate, origin: 'admin' },
      after: { kind, imap: { ...imap, port: 143 }, smtp, allowNonSecureCertificate, origin: 'admin' },
    },
    {
      line: 4,
      domain: 'xn--bcher-kva.example.com',
      displayDomain: 'bücher.example.com',
      before: null,
      after: { kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } },
    },
  ]);
});

test('a file of 16 MiB that is refused at its header is read to its end, so that its sender is not stuck', async () => {
  await freshAccount();
  const { port } = (await api.app.listen(0, '127.0.0.1')).address() as AddressInfo;
  const asked = request({
    port,
    method: 'POST',
    path: '/v1/mail-settings/import?dryRun=true',
    headers: { authorization: `Bearer ${account.tokens['account-access']}`, 'content-type': 'text/csv' },
  });
  const signal = AbortSignal.timeout(30_000);
  const isSent = once(asked, 'finish', { signal });
  asked.end(`who,knows,these,headings\n${'a,b,c,d\n'.repeat(2 * 1024 * 1024)}`);
  const [answer] = (await once(asked, 'response', { signal })) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(422);
  await isSent;
  asked.destroy();
}, 60_000);
