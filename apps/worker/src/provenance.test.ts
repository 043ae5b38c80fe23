import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startDiscoveries, type TestDiscoveries } from '@postern/test/api/start-discoveries';

let discoveries: TestDiscoveries;
let domain = '';
let serial = 0;

beforeAll(async () => {
  discoveries = await startDiscoveries();
  const known = Array.from({ length: 9 }, (_, place) => `known${place}.example.com`);
  await discoveries.publish(known, 'example.com');
});
beforeEach(() => {
  serial += 1;
  domain = `known${serial}.example.com`;
});
afterAll(() => discoveries.stop());

const servers = (host = 'example.com') => ({
  kind: 'imap',
  imap: { host: `imap.${host}`, port: 993, tls: 'implicit' },
  smtp: { host: `smtp.${host}`, port: 465, tls: 'implicit' },
});

async function find(who: 'super-admin' | 'member' = 'super-admin', of = domain) {
  const { id } = await discoveries.start({ domain: of }, who);
  await discoveries.run(id);
  const { finishedAt } = await discoveries.readDone(id);
  return { id, discovered: { source: 'ispdb', trust: 'third-party', at: finishedAt } };
}

const save = (method: 'POST' | 'PUT', id: string | null, body: object) =>
  discoveries.api.call(
    method,
    `/v1/mail-settings${method === 'PUT' ? `/${domain}` : ''}${id === null ? '' : `?discovery=${id}`}`,
    { body: { domain, ...body } },
  );
const readSettings = async () => (await discoveries.api.call('GET', `/v1/mail-settings/${domain}`)).body;

test('R16 settings that a discovery proposed say which source named them and when, to admins and to colleagues', async () => {
  const { id, discovered } = await find();
  const saved = await save('POST', id, servers());
  expect([saved.status, saved.body.discovered]).toEqual([201, discovered]);
  expect((await readSettings()).discovered).toEqual(discovered);
  const { body } = await discoveries.api.call('GET', `/v1/populate?email=jane@${domain}`, {
    token: discoveries.api.account.tokens.member,
  });
  expect(body.provenance).toMatchObject({ source: 'account-settings', discovered });
});

test('R16 an edit of the servers forgets the source, and one of the flag does not', async () => {
  const { id, discovered } = await find();
  await save('POST', id, servers());
  const flagged = await save('PUT', null, { ...servers(), allowNonSecureCertificate: true });
  expect(flagged.body).toMatchObject({ revision: 2, discovered });
  const edited = await save('PUT', null, servers('example.net'));
  expect(edited.body).toMatchObject({ revision: 3, discovered: null });
  const found = await save('PUT', id, servers());
  expect(found.body).toMatchObject({ revision: 4, discovered });
});

test('R16 servers that no discovery of the domain proposed are saved without a source', async () => {
  const { id } = await find();
  const other = await find('super-admin', `known${(serial += 1)}.example.com`);
  expect((await save('POST', id, servers('example.net'))).body.discovered).toBeNull();
  expect((await save('PUT', other.id, servers())).body.discovered).toBeNull();
  const unknown = '01900000-0000-7000-8000-000000000000';
  expect((await save('PUT', unknown, servers('example.org'))).body.discovered).toBeNull();
  const malformed = await save('PUT', 'known', servers());
  expect([malformed.status, malformed.body.errors[0]?.path]).toEqual([400, 'discovery']);
});

test('R9 an attempt shows which source named its servers, and keeps it when the admin takes it over', async () => {
  const { id, discovered } = await find('member');
  const connect = (settings: object, discovery: string) =>
    discoveries.api.call('POST', '/v1/connections', {
      token: discoveries.api.account.tokens.member,
      body: { email: `jane@${domain}`, settings, discovery, credentials: { password: 'secret' } },
    });
  expect((await connect(servers(), id)).status).toBe(202);
  expect(await readSettings()).toMatchObject({ origin: 'attempt', discovered });
  expect((await connect(servers('example.net'), id)).status).toBe(202);
  expect(await readSettings()).toMatchObject({ origin: 'attempt', discovered: null });
  expect((await connect(servers(), id)).status).toBe(202);
  const taken = await save('PUT', null, servers());
  expect(taken.body).toMatchObject({ origin: 'admin', discovered });
});

test('R9 a member cannot name a discovery that another token started', async () => {
  const { id } = await find('super-admin');
  await discoveries.api.call('POST', '/v1/connections', {
    token: discoveries.api.account.tokens.member,
    body: {
      email: `jane@${domain}`,
      settings: servers(),
      discovery: id,
      credentials: { password: 'secret' },
    },
  });
  expect(await readSettings()).toMatchObject({ origin: 'attempt', discovered: null });
});
