import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
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
beforeEach(async () => {
  account = await createTestAccount(api.database, `account ${(accounts += 1)}`);
});

const call = (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, url, {
    token: account.tokens['account-access'],
    headers,
    ...(body === undefined ? {} : { body }),
  });
const imap = (domain: string, port = 1000) => ({
  domain,
  kind: 'imap',
  imap: { host: 'imap.example.com', port, tls: 'implicit' },
  smtp: { host: 'smtp.example.com', port: 587 },
});
const exchange = (domain: string) => ({
  domain,
  kind: 'exchange',
  exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
});
const create = (body: object) => call('POST', '/v1/mail-settings', body);
const url = (domain: string) => `/v1/mail-settings/${domain}`;

/** Turns settings into an attempt (R9). */
const makeAttempt = (domain: string) =>
  inAccount(api.database, account.id).nativeUpdate(MailSettings, { domain }, { origin: 'attempt' });

async function listed(query = ''): Promise<string[]> {
  const { body } = await call('GET', `/v1/mail-settings?limit=200&${query}`);
  return body.data.map(({ domain }) => domain);
}

describe('If-Match', () => {
  test('of twelve updates at once with the same revision one succeeds, and eleven get 412', async () => {
    await create(imap('race.example.com'));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        call('PUT', url('race.example.com'), imap('race.example.com', 2000 + index), { 'if-match': '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200,
      ...Array<number>(11).fill(412),
    ]);
    const winner = answers.find(({ status }) => status === 200)!;
    expect((await call('GET', url('race.example.com'))).body.imap.port).toBe(winner.body.imap.port);
  });

  test('no update is lost: twelve clients that each read a port and write it plus one add twelve', async () => {
    await create(imap('sum.example.com'));
    const addOne = async (): Promise<void> => {
      for (;;) {
        const read = await call('GET', url('sum.example.com'));
        const body = imap('sum.example.com', read.body.imap.port + 1);
        const { status } = await call('PUT', url('sum.example.com'), body, {
          'if-match': String(read.headers.etag),
        });
        if (status === 200) return;
        expect(status).toBe(412);
      }
    };
    await Promise.all(Array.from({ length: 12 }, addOne));
    expect((await call('GET', url('sum.example.com'))).body).toMatchObject({
      revision: 13,
      imap: { port: 1012 },
    });
  });

  test.each([
    ['"2"', 412],
    ['W/"1"', 412],
    ['1', 412],
    ['"x"', 412],
    ['"7", "1"', 204],
    ['*', 204],
  ])('deleting with %s answers %i', async (tag, status) => {
    await create(imap('tag.example.com'));
    expect((await call('DELETE', url('tag.example.com'), undefined, { 'if-match': tag })).status).toBe(
      status,
    );
  });

  test('a finished verification does not count as an edit', async () => {
    await create(imap('verified.example.com'));
    await inAccount(api.database, account.id).nativeUpdate(
      MailSettings,
      { domain: 'verified.example.com' },
      { verificationState: 'passed' },
    );
    const answer = await call('PUT', url('verified.example.com'), imap('verified.example.com', 1001), {
      'if-match': '"1"',
    });
    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
  });
});

describe('the list', () => {
  test('neither skips nor repeats a row that stays, while others are created and deleted', async () => {
    const stay = Array.from({ length: 20 }, (_, index) => `m${String(index).padStart(2, '0')}.example.com`);
    for (const domain of stay) await create(exchange(domain));
    const seen: string[] = [];
    let cursor: string | null = null;
    let round = 0;
    do {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await call('GET', `/v1/mail-settings?limit=3${next}`);
      seen.push(...body.data.map(({ domain }) => domain));
      cursor = body.nextCursor;
      await create(exchange(`a${round}.example.com`)); // Before the cursor,
      await create(exchange(`z${round}.example.com`)); // and behind it.
      await call('DELETE', url(`a${round - 1}.example.com`));
      round += 1;
    } while (cursor !== null);
    expect(seen.filter((domain) => domain.startsWith('m'))).toEqual(stay);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('sorts by name, state and last check in both directions, page by page, and counts what matches', async () => {
    const states = ['passed', 'failed', 'passed', 'queued', 'failed'] as const;
    for (const [index, state] of states.entries()) {
      await create(exchange(`s${index}.example.com`));
      const verificationAt = index === 3 ? null : new Date(Date.UTC(2026, 0, 9 - (index % 4)));
      await inAccount(api.database, account.id).nativeUpdate(
        MailSettings,
        { domain: `s${index}.example.com` },
        { verificationState: state, verificationAt },
      );
    }
    const sorted = async (sort: string) => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { body } = await call('GET', `/v1/mail-settings?limit=2&sort=${sort}${next}`);
        seen.push(...body.data.map(({ domain }) => domain.slice(1, 2)));
        cursor = body.nextCursor;
      }
      return seen.join('');
    };
    expect(await sorted('domain')).toBe('01234');
    expect(await sorted('-domain')).toBe('43210');
    expect(await sorted('state')).toBe('14023');
    expect(await sorted('-state')).toBe('30214');
    expect(await sorted('checked')).toBe('21043');
    expect(await sorted('-checked')).toBe('04123');
    const count = async (query: string) => (await call('GET', `/v1/mail-settings/count${query}`)).body;
    expect(await count('')).toEqual({ total: 5, failing: 2 });
    expect(await count('?state=passed')).toEqual({ total: 2, failing: 0 });
    expect(await count('?search=s4.')).toEqual({ total: 1, failing: 1 });
    const { body } = await call('GET', '/v1/mail-settings?limit=2&sort=state');
    for (const cursor of ['eA', Buffer.from('["passed"]').toString('base64url')])
      expect((await call('GET', `/v1/mail-settings?sort=state&cursor=${cursor}`)).status).toBe(400);
    const other = await call('GET', `/v1/mail-settings?sort=checked&cursor=${body.nextCursor}`);
    expect(other.status).toBe(400);
  });

  test('filters by kind, state and origin, and searches domains in both spellings and servers', async () => {
    await create(imap('bücher.example.com'));
    await create(exchange('exchange.example.com'));
    await create(imap('attempt.example.com'));
    await makeAttempt('attempt.example.com');
    expect(await listed('kind=exchange')).toEqual(['exchange.example.com']);
    expect(await listed('origin=attempt')).toEqual(['attempt.example.com']);
    expect(await listed('state=queued&kind=imap&origin=admin')).toEqual(['xn--bcher-kva.example.com']);
    expect(await listed('state=passed')).toEqual([]);
    for (const search of ['bücher', 'BCHER-KVA', 'B%C3%BCcher', 'B%C3%9CCHER']) {
      expect(await listed(`search=${search}`)).toEqual(['xn--bcher-kva.example.com']);
    }
    expect(await listed('search=smtp.example')).toHaveLength(2);
    expect(await listed('search=EWS')).toEqual(['exchange.example.com']);
    for (const search of ['%20exchange.example.com%20', 'jane@exchange.example.com', '@exchange.example']) {
      expect(await listed(`search=${search}`)).toEqual(['exchange.example.com']);
    }
    for (const port of ['1000', '587', ':1000', 'imap.example.com:1000', 'SMTP.example.com:587']) {
      expect(await listed(`search=${port}`)).toHaveLength(2);
    }
    // A URL does not contain the port 443.
    for (const search of [':443', 'mail.example.com:443'])
      expect(await listed(`search=${search}`)).toEqual(['exchange.example.com']);
    for (const port of ['100', ':100', 'ews:443', 'imap.example.com:587']) {
      expect(await listed(`search=${port}`)).toEqual([]);
    }
    const url = 'https://[2001:db8::1]/EWS/Exchange.asmx';
    await create({ domain: 'six.example.com', kind: 'exchange', exchange: { url } });
    const port = { domain: 'port.example.com', exchange: { url: url.replace(']', ']:8443') } };
    await create({ ...port, kind: 'exchange' });
    for (const search of ['[2001:db8::1]:443', '2001:db8::1:443', '[2001:DB8::1]:443', 'db8::1:443'])
      expect(await listed(`search=${encodeURIComponent(search)}`)).toEqual(['six.example.com']);
    expect(await listed('search=[2001:db8::1]:8443')).toEqual(['port.example.com']);
    for (const search of ['[2001:db8::1]', '2001:db8::1', '2001:db8:'])
      expect(await listed(`search=${search}`)).toEqual(['port.example.com', 'six.example.com']);
    expect(await listed('search=[2001:db8::1]:993')).toEqual([]);
    for (const wildcard of ['%25', '_', '%5C']) expect(await listed(`search=${wildcard}`)).toEqual([]);
    expect((await call('GET', '/v1/mail-settings?search=%00')).status).toBe(400);
  });
});

describe('R9 an admin takes an attempt over', () => {
  test.each(['imap', 'exchange'])(
    'by a create of kind %s, with 201, once, and then it is configured',
    async (kind) => {
      await create(imap('try.example.com'));
      await makeAttempt('try.example.com');
      const body = kind === 'imap' ? imap('try.example.com', 1234) : exchange('try.example.com');
      const answers = await Promise.all([create(body), create(body), create(body)]);
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
        201, 409, 409,
      ]);
      expect((await call('GET', url('try.example.com'))).body).toMatchObject({
        kind,
        origin: 'admin',
        verification: { state: 'queued' },
      });
    },
  );

  test('by an update of the same kind, also with the same servers', async () => {
    await create(imap('pencil.example.com'));
    await makeAttempt('pencil.example.com');
    const { status, body } = await call('PUT', url('pencil.example.com'), imap('pencil.example.com'));
    expect([status, body.origin, body.revision]).toEqual([200, 'admin', 2]);
  });
});
