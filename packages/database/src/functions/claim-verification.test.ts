import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inAccount } from '../database.js';
import { CertificatePin } from '../entities/certificate-pin.js';
import { Verification } from '../entities/verification.js';
import { recordRefusedLogin } from '../refused-logins.js';
import { createSecretSealer } from '../sealed-secret.js';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { Client } from 'pg';
import { claimVerification } from './claim-verification.js';
import { renewLease } from './renew-lease.js';

const secretKey = Buffer.alloc(32, 1).toString('base64');
const sealer = createSecretSealer([secretKey]);
let api: TestApi;
let observer: Client;
beforeAll(async () => {
  api = await startTestApi({ settings: { secretKeys: [secretKey] } });
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await api.stop();
});

const settings = (domain: string, changes: object = {}) => ({
  domain,
  kind: 'imap',
  imap: { host: `imap.${domain}`, port: 993 },
  smtp: { host: `smtp.${domain}`, port: 465 },
  ...changes,
});
const save = async (domain: string, changes: object = {}) =>
  (await api.call('POST', '/v1/mail-settings', { body: settings(domain, changes) })).body.verification.id;
const connect = async (domain: string) => {
  const { domain: _, ...servers } = settings(domain);
  const credentials = { username: 'jane', password: 'secret' };
  const body = { email: `jane@${domain}`, settings: servers, credentials };
  return (await api.call('POST', '/v1/connections', { body })).body.id;
};
const claim = async (id: string) =>
  claimVerification(api.database, sealer, await markDispatched(api.database, id));
/** The lease ends now, as it does 6 s after its worker died. */
const lapse = (id: string) =>
  observer.query(`update verification_job set lease_until = now() where verification_id = $1`, [id]);
const leaseSeconds = async (id: string): Promise<number> => {
  const { rows } = await observer.query<{ seconds: string }>(
    'select extract(epoch from lease_until - now()) as seconds from verification_job where verification_id = $1',
    [id],
  );
  return Number(rows[0]!.seconds);
};
const read = (id: string) => inAccount(api.database, api.account.id).findOneOrFail(Verification, { id });

describe('claimVerification', () => {
  test('hands out the servers as they were when it was queued, and shows the settings as running', async () => {
    const id = await save('first.example.com');
    expect(await claim(id)).toEqual({
      id,
      accountId: api.account.id,
      attempt: 1,
      servers: [
        { endpoint: 'imap', host: 'imap.first.example.com', port: 993, tls: 'implicit', path: '' },
        { endpoint: 'smtp', host: 'smtp.first.example.com', port: 465, tls: 'implicit', path: '' },
      ],
      domain: 'first.example.com',
      trigger: 'save',
      isOfSettings: true,
      startedBy: (await read(id)).startedBy,
      login: null,
      rule: { allowNonSecureCertificate: false, pins: {}, authorities: [] },
      traceparent: null,
    });
    const { body } = await api.call('GET', '/v1/mail-settings/first.example.com');
    expect(body.verification.state).toBe('running');
  });

  test('of twenty simultaneous claims one succeeds', async () => {
    const id = await save('race.example.com');
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(id)));
    expect(claims.filter((made) => made !== null)).toHaveLength(1);
  });

  test('is null while the lease holds; after it ran out, the next claim has the next attempt number and keeps the start time', async () => {
    const id = await save('lapsed.example.com');
    await claim(id);
    const { startedAt } = await read(id);
    expect(await claim(id)).toBeNull();
    await lapse(id);
    expect(await claim(id)).toMatchObject({ attempt: 2 });
    expect((await read(id)).startedAt).toEqual(startedAt);
  });

  test('does not show settings as running when they have a newer verification', async () => {
    const id = await save('newer.example.com');
    const body = settings('newer.example.com', { smtp: { host: 'new.example.com', port: 465 } });
    await api.call('PUT', '/v1/mail-settings/newer.example.com', { body });
    await claim(id);
    const now = await api.call('GET', '/v1/mail-settings/newer.example.com');
    expect(now.body.verification.state).toBe('queued');
  });

  test('is null for an unknown id', async () => {
    expect(await claim('01890000-0000-7000-8000-000000000000')).toBeNull();
  });

  test('gives a password to the first claim, and `lost` to the next', async () => {
    const id = await connect('login.example.com');
    expect(await claim(id)).toMatchObject({ login: { username: 'jane', password: 'secret' } });
    await lapse(id);
    expect(await claim(id)).toMatchObject({ attempt: 2, login: 'lost' });
  });

  test('gives `lost` for a password that waited longer than five minutes', async () => {
    const id = await connect('late.example.com');
    await observer.query('update verification_job set credential_until = now() where verification_id = $1', [
      id,
    ]);
    expect(await claim(id)).toMatchObject({ login: 'lost' });
    expect((await observer.query('select 1 from credential where verification_id = $1', [id])).rows).toEqual(
      [],
    );
  });

  test('gives `lost` when the user was refused three times on one of the hosts since it was queued', async () => {
    const id = await connect('refused.example.com');
    const em = inAccount(api.database, api.account.id);
    const domain = 'refused.example.com';
    const login = { accountId: api.account.id, domain, host: `smtp.${domain}`, username: 'jane' };
    for (let refusal = 0; refusal < 3; refusal += 1) await recordRefusedLogin(em, login);
    expect(await claim(id)).toMatchObject({ login: 'lost' });
  });

  test('hands out the pins of this domain’s own servers, and only where the certificate may be untrusted', async () => {
    const pinned = { sha256: 'a'.repeat(64), spkiSha256: 'b'.repeat(64) };
    const pin = (domain: string, host: string, port: number) =>
      inAccount(api.database, api.account.id).insert(CertificatePin, {
        accountId: api.account.id,
        domain,
        endpoint: 'imap',
        host,
        port,
        ...pinned,
        pinnedBy: 'test',
      });
    await pin('pinned.example.com', 'imap.pinned.example.com', 993);
    await pin('moved.example.com', 'elsewhere.example.com', 993);
    await pin('strict.example.com', 'imap.strict.example.com', 993);
    const pinsOf = async (domain: string, allowNonSecureCertificate: boolean) =>
      (await claim(await save(domain, { allowNonSecureCertificate })))!.rule.pins;
    expect(await pinsOf('pinned.example.com', true)).toEqual({ imap: pinned });
    expect(await pinsOf('moved.example.com', true)).toEqual({});
    expect(await pinsOf('strict.example.com', false)).toEqual({});
  });
});

describe('renewLease', () => {
  test('extends the lease of the newest claim to 6 s from now', async () => {
    const id = await save('renewed.example.com');
    const made = (await claim(id))!;
    await lapse(id);
    expect(await renewLease(api.database, made)).toBe(true);
    expect(await leaseSeconds(id)).toBeGreaterThan(5);
    expect(await leaseSeconds(id)).toBeLessThanOrEqual(6);
  });

  test('is false after a newer claim, and leaves the newer claim’s lease unchanged', async () => {
    const id = await save('taken.example.com');
    const first = (await claim(id))!;
    await lapse(id);
    await claim(id);
    await lapse(id);
    expect(await renewLease(api.database, first)).toBe(false);
    expect(await leaseSeconds(id)).toBeLessThanOrEqual(0);
  });
});
