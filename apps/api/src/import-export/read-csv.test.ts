import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const dryRun = (body: string | Buffer, type = 'text/csv') =>
  api.call('POST', '/v1/mail-settings/import?dryRun=true', { body, headers: { 'content-type': type } });
const header = 'domain,kind,imapHost,imapPort,imapTls,smtpHost,smtpPort,smtpTls';
const row = (domain: string) => `${domain},imap,imap.a.example,993,,smtp.a.example,465,`;
const table = (delimiter: string, ...lines: string[]) => lines.join('\r\n').replaceAll(',', delimiter);

describe('a CSV as spreadsheets and people write it', () => {
  test.each([
    ['semicolons', table(';', header, row('a.example')), 1],
    ['tabs', table('\t', header, row('a.example')), 1],
    ['bars', table('|', header, row('a.example')), 1],
    ['sep=;', `sep=;\r\n${table(';', header, row('a.example'))}`, 1],
    ['sep= with another delimiter', `"sep=^"\n${table('^', header, row('a.example'))}`, 1],
    ['semicolons in quotes', table('";"', `"${header}"`, `"${row('a.example')}"`), 1],
    ['a title line', `Mail servers of our customers\n${header}\n${row('a.example')}\n`, 1],
    ['a title with cells', `Mail servers, November,,,,,,\n\n${header}\n${row('a.example')}`, 1],
    ['a comment first', `# exported 2026-11-26, don't edit\n${header}\n${row('a.example')}`, 1],
    ['comments between', `${header}\n# "first half\n${row('a.example')}\n#;;;\n${row('b.example')}`, 2],
    ['empty columns', `${header},,\n${row('a.example')},,\n`, 1],
    ['empty columns first', `,${header}\n,${row('a.example')}\n`, 1],
    ['cells beyond the header', `${header}\n${row('a.example')},,,,\n`, 1],
    [
      'short rows',
      'domain;kind;exchangeUrl;imapHost\na.example;exchange;https://m.example.com/EWS/Exchange.asmx',
      1,
    ],
    ['empty rows', `${header}\n,,,,,,,\n${row('a.example')}\n,,,,,,,\n\n , ,,,,,,\n`, 1],
    [
      'another order and case',
      'KIND;Domain;Exchange-URL\nExchange;a.example;https://m.example.com/EWS/Exchange.asmx',
      1,
    ],
    [
      'spaces and hyphens in names',
      'Domain,Kind,IMAP Host,IMAP-Port,imap_tls,SMTP host,SMTP port\na.example,IMAP,imap.a.example,143,STARTTLS,smtp.a.example,587',
      1,
    ],
    [
      'no column of the kind, IMAP',
      'domain,imapHost,imapPort,smtpHost,smtpPort\na.example,i.example.com,993,s.example.com,465',
      1,
    ],
    [
      'no column of the kind, Exchange',
      'Domain;EWS URL\na.example;https://m.example.com/EWS/Exchange.asmx',
      1,
    ],
    [
      'no column of the kind, rows of both',
      'domain,imapHost,imapPort,smtpHost,smtpPort,exchangeUrl\na.example,i.example.com,993,s.example.com,465,\nb.example,,,,,https://m.example.com/EWS/Exchange.asmx',
      2,
    ],
    ['Mac line ends', `${header}\r${row('a.example')}\r${row('b.example')}\r`, 2],
    ['a line break in a title’s quotes', `"Servers\nof 2026"\n${header}\n${row('a.example')}`, 1],
  ])('%s', async (_, body, rows) => {
    const answer = await dryRun(body);
    expect([answer.status, answer.body.rows, answer.body.errors]).toEqual([200, rows, undefined]);
  });

  test('is accepted as application/vnd.ms-excel too, the type that Windows with Excel gives it', async () => {
    const answer = await dryRun(table(';', header, row('a.example')), 'application/vnd.ms-excel');
    expect([answer.status, answer.body.rows]).toEqual([200, 1]);
  });

  test.each([
    ['application/vnd.ms-excel', 'x'],
    ['application/vnd.ms-excel', 'PK\u0003\u0004\u0014'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK\u0003\u0004\u0014'],
    ['application/octet-stream', header],
    ['text/plain', header],
    ['multipart/form-data; boundary=x', header],
  ])('%s with %j is answered 415, naming text/csv', async (type, body) => {
    const answer = await dryRun(body, type);
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
    expect(answer.body.detail).toContain('text/csv');
  });
});

describe('an error names line and column and says what to write', () => {
  const errorOf = async (body: string) => {
    const { status, body: answer } = await dryRun(body);
    expect([status, answer.errors?.length]).toEqual([422, 1]);
    const { path, code, message } = answer.errors[0]!;
    return [path, code, message];
  };
  const with_ = (cells: string) => `${header},allowNonSecureCertificate,exchangeUrl\n${cells}`;

  test.each([
    [
      'a.example,imap,imap.a.example,x1,,smtp.a.example,465,',
      'imapPort',
      'wrong-type',
      'Line 2, column D (imapPort): “x1” cannot be used here; write a number from 1 to 65535, usually 993',
    ],
    [
      'a.example,imap,imap.a.example,70000,,smtp.a.example,465,',
      'imapPort',
      'too-large',
      'Line 2, column D (imapPort): “70000” cannot be used here; write a number from 1 to 65535, usually 993',
    ],
    [
      'a.example,imap,imap.a.example,993,none,smtp.a.example,465,',
      'imapTls',
      'not-a-choice',
      'Line 2, column E (imapTls): “none” cannot be used here; write SSL (TLS from the first byte) or STARTTLS',
    ],
    [
      'a.example,pop3,imap.a.example,993,,smtp.a.example,465,',
      'kind',
      'not-a-choice',
      'Line 2, column B (kind): “pop3” cannot be used here; write imap or exchange',
    ],
    [
      'a.example,,imap.a.example,993,,smtp.a.example,465,',
      'kind',
      'not-a-choice',
      'Line 2, column B (kind): the cell is empty; write imap or exchange',
    ],
    [
      ',imap,imap.a.example,993,,smtp.a.example,465,',
      'domain',
      'required',
      'Line 2, column A (domain): the cell is empty; write the part of the email addresses that follows the @',
    ],
    [
      'a.example,imap,,993,,smtp.a.example,465,',
      'imapHost',
      'required',
      'Line 2, column C (imapHost): the cell is empty; write the name of the IMAP server',
    ],
    [
      'a.example,imap,imap.a.example,993,,,,',
      'smtpHost',
      'required',
      'Line 2, column F (smtpHost): the cell is empty; write the name of the SMTP server',
    ],
    [
      'a.example,imap,imap.a.example,993,,smtp.a.example,465,,maybe',
      'allowNonSecureCertificate',
      'wrong-type',
      'Line 2, column I (allowNonSecureCertificate): “maybe” cannot be used here; write yes or no',
    ],
    [
      'a.example,exchange,imap.a.example,,,,,,,https://m.example.com/EWS/Exchange.asmx',
      'imapHost',
      'unknown-field',
      'Line 2, column C (imapHost): an Exchange row has no imapHost; leave the cell empty',
    ],
    [
      'a.example,imap,imap.a.example:993,993,,smtp.a.example,465,',
      'imapHost',
      'host-only',
      'Line 2, column C (imapHost): Only the server name is needed here; the port 993 has a field of its own',
    ],
    [
      'a.exam\u200bple,imap,imap.a.example,993,,smtp.a.example,465,',
      'domain',
      'name-has-hidden-characters',
      'Line 2, column A (domain): The name contains a zero-width space (U+200B) at position 7',
    ],
    [
      'gov.in,imap,imap.a.example,993,,smtp.a.example,465,',
      'domain',
      'domain-is-public-suffix',
      expect.stringMatching(/^Line 2, column A \(domain\): “gov.in” is a public suffix.*confirmPublicSuffix/),
    ],
  ])('%s', async (cells, column, code, message) => {
    expect(await errorOf(with_(cells))).toEqual([`rows[0].${column}`, code, message]);
  });

  test('the line number counts the lines before the header and empty rows', async () => {
    const body = `sep=;\nTitle\n\n${table(';', header, row('a.example'), ',,,,,,,', row('x'))}`;
    expect((await errorOf(body))[2]).toMatch(/^Line 7, column A \(domain\): /);
  });

  test.each([
    [
      `${header},colour\n`,
      'unknown-field',
      /^Line 1, column I: “colour” is not the name of a column\. The columns are domain, /,
    ],
    [
      `${header},TLS version\n`,
      'unknown-field',
      /^Line 1, column I: “TLS version” is not the name of a column/,
    ],
    [`${header},Domain\n`, 'duplicate-column', /^Line 1, column I: the column domain occurs twice/],
    ['\n\ndomain;kind\n', 'required', /^Line 3: the columns of the servers are missing/],
    ['domain\na.example\n', 'required', /^Line 1: the columns of the servers are missing/],
    ['a.example,imap,imap.a.example,993\n', 'header-missing', /^No line names the columns/],
    ['PK\u0003\u0004\u0014', 'not-csv', /^This is an Excel workbook/],
    ['', 'header-missing', /^No line names the columns/],
  ])('the header %.60j is refused', async (body, code, message) => {
    expect(await errorOf(body)).toEqual(['header', code, expect.stringMatching(message)]);
  });

  test.each([
    [
      'a.example,i.example.com,993,s.example.com,465,https://m.example.com/EWS/Exchange.asmx',
      'rows[0].exchangeUrl',
      'kind-unclear',
      /^Line 2: The row has a server in column B \(imapHost\) and a URL in column F \(exchangeUrl\)/,
    ],
    [
      'a.example,,,s.example.com,465,https://m.example.com/EWS/Exchange.asmx',
      'rows[0].exchangeUrl',
      'kind-unclear',
      /^Line 2: The row has a server in column D \(smtpHost\)/,
    ],
    ['a.example,,993,,465,', 'rows[0]', 'required', /^Line 2: The row names no server/],
    [
      'a.example,i.example.com,993,,,',
      'rows[0].smtpHost',
      'required',
      /^Line 2, column D \(smtpHost\): the cell is empty/,
    ],
  ])('without the column of the kind, the row %s', async (cells, path, code, message) => {
    const body = `domain,imapHost,imapPort,smtpHost,smtpPort,exchangeUrl\n${cells}`;
    expect(await errorOf(body)).toEqual([path, code, expect.stringMatching(message)]);
  });

  test('a missing column is named', async () => {
    expect(await errorOf('domain,kind,imapHost,imapPort\na.example,imap,imap.a.example,993\n')).toEqual([
      'rows[0].smtpHost',
      'required',
      'Line 2: the column smtpHost is missing; write the name of the SMTP server',
    ]);
  });

  test('a cell beyond the header is named', async () => {
    expect(await errorOf(`${header}\n${row('a.example')},note\n`)).toEqual([
      'rows[0]',
      'too-many-cells',
      'Line 2: “note” is in column I, which has no name in the header',
    ]);
  });
});

test('a public suffix with mailboxes is configured once it is confirmed, and an export imports back', async () => {
  const exchange = { kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } };
  const body = { domain: 'mil.no', ...exchange };
  const refused = await api.call('POST', '/v1/mail-settings', { body });
  expect([refused.status, refused.body.errors[0]]).toMatchObject([
    400,
    { path: 'domain', code: 'domain-is-public-suffix' },
  ]);
  const created = await api.call('POST', '/v1/mail-settings', {
    body: { ...body, confirmPublicSuffix: true },
  });
  expect(created.status).toBe(201);
  expect(created.body).not.toHaveProperty('confirmPublicSuffix');
  expect((await api.call('GET', '/v1/populate?email=jane%40mil.no')).body).toMatchObject({
    kind: 'exchange',
  });
  for (const [format, type] of [
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ]) {
    const exported = await api.call('GET', `/v1/mail-settings/export?format=${format}`);
    const again = await dryRun(String(exported.body), type);
    expect(again.body).toMatchObject({ rows: 1, unchanged: 1 });
  }
  expect((await api.call('DELETE', '/v1/mail-settings/mil.no')).status).toBe(204);
});

test.each(['jane@mil.no', 'jane@gov.in', 'jane@sa.gov.au', 'jane@iki.fi', 'jane@co.uk', 'jane@github.io'])(
  'populate for %s answers none, and connecting works',
  async (email) => {
    const answer = await api.call('GET', `/v1/populate?email=${encodeURIComponent(email)}`);
    expect([answer.status, answer.body]).toMatchObject([200, { match: 'none', kind: null }]);
    const server = { host: 'imap.example.com', port: 993 };
    const settings = { kind: 'imap', imap: server, smtp: { ...server, port: 465 } };
    const body = { email, settings, credentials: { password: 'secret' } };
    expect((await api.call('POST', '/v1/connections', { body })).status).toBe(202);
  },
);

describe('a row is bounded before its cells exist', () => {
  const cells = (count: number) => ','.repeat(count);

  test.each([
    ['of empty cells', `${header}\n${row('a.example')}${cells(1_000_000)}\n`],
    ['of empty cells in quotes', `${header}\n${row('a.example')}${',""'.repeat(300_000)}\n`],
    ['whose line breaks are in quotes', `${header}\n${`"\n"${cells(60_000)}`.repeat(20)}\n`],
    ['in the header', `${header}${cells(1_000_000)}\n${row('a.example')}\n`],
  ])('a row %s is refused', async (_, body) => {
    const answer = await dryRun(body);
    expect([answer.status, answer.body.errors[0]!.code]).toEqual([422, 'csv-malformed']);
  });

  test('a row as wide as a spreadsheet is read', async () => {
    const wide = `# it's "so\n${header}${cells(16_376)}\n${row('a.example')}${cells(16_376)}\n`;
    expect((await dryRun(wide.repeat(1))).body['rows']).toBe(1);
    const long = Array.from({ length: 1000 }, (_, at) => `# ${at}"\n${row(`a${at}.example`)}`).join('\n');
    expect((await dryRun(`${header}\n${long}`)).body['rows']).toBe(1000);
  });
});

describe('the encoding of an upload', () => {
  const csv = `${header}\n${row('bücher.example')}\n`;
  const json = `${JSON.stringify({ domain: 'bücher.example', kind: 'exchange', exchange: { url: 'https://m.example.com/EWS/Exchange.asmx' } })}\n`;
  const encodings = {
    'UTF-8': (text: string) => Buffer.from(text),
    'UTF-8 with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
    'UTF-16': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16 without a byte order mark': (text: string) => Buffer.from(text, 'utf16le'),
    'big-endian UTF-16': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    'Windows-1252': (text: string) => Buffer.from(text, 'latin1'),
  };

  test.each(Object.entries(encodings))('%s is read in CSV and in NDJSON', async (_, encode) => {
    for (const [text, type] of [
      [csv, 'text/csv'],
      [json, 'application/x-ndjson'],
    ] as const) {
      const answer = await dryRun(encode(text), type);
      expect([answer.status, answer.body.rows, answer.body.errors]).toEqual([200, 1, undefined]);
    }
  });

  test('a row with bytes of another encoding than the rest is refused with its line', async () => {
    const mixed = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from(text, 'latin1')]);
    for (const [text, type] of [
      [`${row('bücher.example')}\n`, 'text/csv'],
      [json, 'application/x-ndjson'],
    ] as const) {
      const start = Buffer.from(type === 'text/csv' ? `${header}\n` : '');
      const { status, body } = await dryRun(Buffer.concat([start, mixed(text)]), type);
      expect([status, body.errors?.[0]?.code]).toEqual([422, 'not-utf-8']);
      expect(body.errors![0]!.message).toMatch(/^Line \d: The row contains bytes that are not valid UTF-8/);
    }
  });
});
