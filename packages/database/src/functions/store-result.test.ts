import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { Stage } from '@postern/core/verification';
import { inAccount } from '../database.js';
import { CertificatePin } from '../entities/certificate-pin.js';
import { Verification } from '../entities/verification.js';
import { refusalWait } from '../refused-logins.js';
import { createSecretSealer } from '../sealed-secret.js';
import { emptyReport } from '@postern/core/verification';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { Client } from 'pg';
import { claimVerification } from './claim-verification.js';
import type { ProbeResult } from '@postern/core/probe-result';
import { storeProgress } from './store-progress.js';
import { storeResult } from './store-result.js';

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

const settings = (domain: string, imapHost = `imap.${domain}`) => ({
  domain,
  kind: 'imap',
  imap: { host: imapHost, port: 993 },
  smtp: { host: `smtp.${domain}`, port: 465 },
  allowNonSecureCertificate: true,
});
const save = async (domain: string) =>
  (await api.call('POST', '/v1/mail-settings', { body: settings(domain) })).body.verification.id;
const edit = (domain: string) =>
  api.call('PUT', `/v1/mail-settings/${domain}`, { body: settings(domain, 'new.example.com') });
const claim = async (id: string) =>
  (await claimVerification(api.database, sealer, await markDispatched(api.database, id)))!;
const lapse = (id: string) =>
  observer.query('update verification_job set lease_until = now() where verification_id = $1', [id]);
const read = (id: string) => inAccount(api.database, api.account.id).findOneOrFail(Verification, { id });
const shown = async (domain: string) => {
  const { body } = await api.call('GET', `/v1/mail-settings/${domain}`);
  return body.verification as unknown as Record<string, unknown>;
};
const pins = (domain: string) => inAccount(api.database, api.account.id).find(CertificatePin, { domain });

const imapServer = { endpoint: 'imap', host: 'imap.example.com', port: 993, tls: 'implicit' } as const;
const passed: ProbeResult = {
  endpoints: [emptyReport(imapServer)],
  failure: null,
  warnings: [],
  newPins: [],
  droppedPins: [],
};
function failedAt(stage: Stage, code: FailureCode): ProbeResult {
  const report = emptyReport(imapServer);
  const failure = describeFailure(code, stage, report);
  const step = { stage, state: 'failed', durationMs: 7, facts: {}, failure } as const;
  return { ...passed, endpoints: [{ ...report, steps: [step] }], failure };
}
const newPin = { endpoint: 'imap', sha256: 'a'.repeat(64), spkiSha256: 'b'.repeat(64) } as const;

describe('storeResult', () => {
  test('shows a failure in the verification and in the settings', async () => {
    const id = await save('failed.example.com');
    const result = failedAt('connect', 'connect-refused');
    expect((await storeResult(api.database, await claim(id), result)).stored).toBe('failed');
    expect(await read(id)).toMatchObject({
      state: 'failed',
      failure: result.failure,
      endpoints: result.endpoints,
      finishedAt: expect.any(Date),
    });
    expect(await shown('failed.example.com')).toMatchObject({ state: 'failed', failure: result.failure });
  });

  test('stores once: the same claim stores nothing a second time', async () => {
    const id = await save('once.example.com');
    const made = await claim(id);
    expect((await storeResult(api.database, made, passed)).stored).toBe('passed');
    expect((await storeResult(api.database, made, failedAt('connect', 'connect-refused'))).stored).toBe(
      'lost-lease',
    );
    expect(await read(id)).toMatchObject({ state: 'passed', failure: null });
  });

  test('an older claim changes nothing; the newest claim’s result is stored', async () => {
    const id = await save('taken.example.com');
    const first = await claim(id);
    await lapse(id);
    const second = await claim(id);
    expect((await storeResult(api.database, first, passed)).stored).toBe('lost-lease');
    expect((await read(id)).state).toBe('running');
    const late = { ...passed, newPins: [newPin] };
    expect((await storeResult(api.database, first, late)).stored).toBe('lost-lease');
    expect(await pins('taken.example.com')).toEqual([]);
    expect((await storeResult(api.database, second, passed)).stored).toBe('passed');
  });

  test('a result for an older revision is superseded: the settings show the newer verification, and nothing is pinned', async () => {
    const id = await save('edited.example.com');
    const made = await claim(id);
    const { body } = await edit('edited.example.com');
    const result = { ...failedAt('connect', 'connect-refused'), newPins: [newPin] };
    expect((await storeResult(api.database, made, result)).stored).toBe('superseded');
    expect((await read(id)).state).toBe('superseded');
    expect(await shown('edited.example.com')).toMatchObject({ state: 'queued', id: body.verification.id });
    expect(await pins('edited.example.com')).toEqual([]);
  });

  test('an older verification of the same revision is stored, and the settings keep showing the newer one', async () => {
    const id = await save('again.example.com');
    const made = await claim(id);
    const { body } = await api.call('POST', '/v1/mail-settings/again.example.com/verifications', {
      body: {},
    });
    expect((await storeResult(api.database, made, failedAt('connect', 'connect-refused'))).stored).toBe(
      'failed',
    );
    expect(await shown('again.example.com')).toMatchObject({ state: 'queued', id: body.id });
  });

  test('pins the certificate of an admin’s save under the admin’s name, never replaces a pin, and deletes one that is no longer needed', async () => {
    const first = await claim(await save('pinned.example.com'));
    await storeResult(api.database, first, { ...passed, newPins: [newPin] });
    const [pin] = await pins('pinned.example.com');
    expect(pin).toMatchObject({ ...newPin, host: 'imap.pinned.example.com', port: 993 });
    expect(pin!.pinnedBy).toBe('first super-admin');
    const verifyAgain = async (result: ProbeResult) => {
      const url = '/v1/mail-settings/pinned.example.com/verifications';
      const { body } = await api.call('POST', url, { body: {} });
      await storeResult(api.database, await claim(body.id), result);
    };
    await verifyAgain({ ...passed, newPins: [{ ...newPin, sha256: 'c'.repeat(64) }] });
    expect(await pins('pinned.example.com')).toMatchObject([{ sha256: newPin.sha256 }]);
    await verifyAgain({ ...passed, droppedPins: ['imap'] });
    expect(await pins('pinned.example.com')).toEqual([]);
  });

  test('a pin of an operator’s save names the operator, and one of a revoked token says so', async () => {
    const saveAs = async (domain: string, token: string) => {
      const headers = { 'postern-account': api.account.id };
      const { body } = await api.call('POST', '/v1/mail-settings', {
        body: settings(domain),
        token,
        headers,
      });
      return claim(body.verification.id);
    };
    const byOperator = await saveAs('operator.example.com', api.operatorToken);
    await storeResult(api.database, byOperator, { ...passed, newPins: [newPin] });
    expect(await pins('operator.example.com')).toMatchObject([{ pinnedBy: 'operator' }]);
    const wanted = { name: 'short-lived', role: 'super-admin' };
    const { body: token } = await api.call('POST', '/v1/tokens', { body: wanted });
    const byRevoked = await saveAs('revoked.example.com', token.token);
    await api.call('DELETE', `/v1/tokens/${token.id}`);
    await storeResult(api.database, byRevoked, { ...passed, newPins: [newPin] });
    expect(await pins('revoked.example.com')).toMatchObject([{ pinnedBy: 'revoked token' }]);
  });

  test.each([
    ['auth-rejected', true],
    ['auth-app-password', true],
    ['auth-disabled-by-admin', true],
    ['auth-unclear', true],
    ['auth-no-mailbox', true],
    ['auth-temporary', false],
  ] as const)('a login that ends %s counts as refused: %s', async (code, isCounted) => {
    const domain = `${code}.example.com`;
    const credentials = { username: 'jane', password: 'secret' };
    const { domain: _, ...servers } = settings(domain);
    const body = { email: `jane@${domain}`, settings: servers, credentials };
    const wanted = { accountId: api.account.id, domain, host: `imap.${domain}`, username: 'jane' };
    const em = inAccount(api.database, api.account.id);
    for (let login = 0; login < 3; login += 1) {
      const { id } = (await api.call('POST', '/v1/connections', { body })).body;
      await storeResult(api.database, await claim(id), failedAt('authenticate', code));
    }
    expect((await refusalWait(em, wanted)) > 0).toBe(isCounted);
    await observer.query('delete from verification where with_login'); // The account's ration starts anew.
  });
});

describe('storeProgress', () => {
  test('shows the steps of the newest claim only, and none after the result', async () => {
    const id = await save('progress.example.com');
    const first = await claim(id);
    await lapse(id);
    const second = await claim(id);
    const { endpoints } = failedAt('connect', 'connect-refused');
    await storeProgress(api.database, first, endpoints);
    expect((await read(id)).endpoints).toEqual([]);
    await storeProgress(api.database, second, endpoints);
    expect((await read(id)).endpoints).toEqual(endpoints);
    await storeResult(api.database, second, passed);
    await storeProgress(api.database, second, endpoints);
    expect((await read(id)).endpoints).toEqual(passed.endpoints);
  });
});
