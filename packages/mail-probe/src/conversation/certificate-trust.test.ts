import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  makeCertificates,
  type CertificateKind,
  type TestCertificates,
} from '@postern/test/certificates/make-certificates';
import { runScenario, type ScenarioRun } from '@postern/test/scenarios/run-scenario';
import { account, accounts, type Scenario } from '@postern/test/scenarios/scenario';
import { imapScript } from '@postern/test/servers/imap-script';
import { smtpScript } from '@postern/test/servers/smtp-script';
import type { CertificatePin } from '@postern/core/probe-result';
import { judgeCertificate } from '../judgement/judge-certificate.js';
import { judgeReport } from '../judgement/judge-report.js';
import { measureServer } from '../measure-server.js';
import type { ProbeOptions } from '../probe-options.js';
import { runConversation } from '../run-conversation.js';

let certificates: TestCertificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

type Terms = { readonly flag?: true; readonly pin?: CertificatePin; readonly password?: true };

describe('R5 a verification without a password pins a certificate if allowNonSecureCertificate is on', () => {
  test('a new pin has both digests of the certificate, and the waived check is a warning', async () => {
    const { result } = await probe('selfSigned', { flag: true });
    const { sha256, spkiSha256 } = certificateOf(result);
    expect(result.newPins).toEqual([{ endpoint: 'imap', sha256, spkiSha256 }]);
    expect(result.warnings).toMatchObject([{ endpoint: 'imap', code: 'cert-self-signed' }]);
    expect(result.failure).toBeNull();
  });

  test('no pin is made for a valid certificate', async () => {
    const { result } = await probe('good', { flag: true });
    expect(result).toMatchObject({ failure: null, newPins: [], warnings: [] });
  });

  test('no pin is made for a server that speaks another protocol', async () => {
    const other: Scenario = {
      ...scenario('selfSigned', { flag: true }),
      server: (made) => ({ script: smtpScript(), tls: made.of('selfSigned') }),
    };
    const { result } = await runScenario(other, certificates);
    expect(result).toMatchObject({ failure: { code: 'not-this-protocol' }, newPins: [] });
  });

  test('no pin is made while allowNonSecureCertificate is off', async () => {
    const { result } = await probe('selfSigned', {});
    expect(result).toMatchObject({ failure: { code: 'cert-self-signed' }, newPins: [] });
  });

  test('a verification with a password makes no pin: it ends before the login and reports the digest', async () => {
    const { result, received } = await probe('selfSigned', { flag: true, password: true });
    expect(result).toMatchObject({ failure: { code: 'cert-self-signed', stage: 'tls' }, newPins: [] });
    expect(certificateOf(result).sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(received).toBe('');
  });
});

describe('R5 checking a certificate against the pin of another one', () => {
  const pinned: CertificateKind = 'selfSigned';
  test.each([
    ['the same certificate', 'selfSigned', null, ['cert-self-signed'], 'keep'],
    ['a certificate renewed with the same key', 'selfSignedRenewed', null, ['cert-self-signed'], 'keep'],
    ['a certificate replaced with another key', 'selfSignedReplaced', 'cert-changed', [], 'keep'],
    ['a certificate of an unknown authority', 'unknownCa', 'cert-changed', [], 'keep'],
    ['a publicly valid certificate', 'good', null, [], 'drop'],
    ['a certificate with a weak key', 'weakKey', 'cert-weak', [], 'keep'],
  ] as const)(
    'R5 compares the pin of a self-signed certificate with %s',
    async (_name, shown, code, warnings, fate) => {
      const pin = await pinOf(pinned);
      const { result } = await probe(shown, { flag: true, pin });
      expect(result.failure?.code ?? null).toBe(code);
      expect(result.warnings.map((warning) => warning.code)).toEqual(warnings);
      expect(result.droppedPins).toEqual(fate === 'drop' ? ['imap'] : []);
      expect(result.newPins).toEqual([]);
    },
  );

  test('a pin accepts an expired certificate, with both failed checks as warnings', async () => {
    const pin = await pinOf('selfSignedExpired');
    const { result } = await probe('selfSignedExpired', { flag: true, pin });
    expect(result.failure).toBeNull();
    expect(result.warnings.map(({ code }) => code)).toEqual(['cert-self-signed', 'cert-expired']);
  });

  test('a pin has no effect after allowNonSecureCertificate was turned off', async () => {
    const { result } = await probe('selfSigned', { pin: await pinOf(pinned) });
    expect(result.failure).toMatchObject({ code: 'cert-self-signed', field: 'allowNonSecureCertificate' });
  });

  test('a login is made to a server whose certificate is pinned', async () => {
    const { result, received } = await probe('selfSigned', {
      flag: true,
      pin: await pinOf(pinned),
      password: true,
    });
    expect(result.failure).toBeNull();
    expect(received).toContain('AUTHENTICATE PLAIN');
  });

  test('a server whose certificate differs from the pin receives no byte of the password', async () => {
    const { result, received } = await probe('selfSignedReplaced', {
      flag: true,
      pin: await pinOf(pinned),
      password: true,
    });
    expect(result.failure).toMatchObject({ code: 'cert-changed', stage: 'tls' });
    expect(received).toBe('');
  });

  test('a pin is checked after STARTTLS too, before the first byte of the password', async () => {
    const { result, received } = await probe(
      'selfSignedReplaced',
      { flag: true, pin: await pinOf(pinned), password: true },
      'starttls',
    );
    expect(result.failure).toMatchObject({ code: 'cert-changed', stage: 'tls' });
    expect(received).not.toMatch(/AUTHENTICATE|LOGIN/);
    expect(received).not.toContain(account.password);
  });
});

test('R5 domains that share one measurement are judged each by its own flag and pin', async () => {
  let shared: Awaited<ReturnType<typeof measureServer>> | undefined;
  const run: ProbeOptions['run'] = async (request, options) => {
    const outcome = await runConversation(request, options);
    if (request.endpoint === 'imap') shared = outcome.report;
    return outcome;
  };
  await runScenario(scenario('selfSigned', {}), certificates, run);
  const { sha256, spkiSha256 } = shared!.certificate!;
  const judge = (flag: boolean, pin: CertificatePin | null) =>
    judgeReport(shared!, { allowNonSecureCertificate: flag, pin, mayPin: false });
  const codeOf = ({ report }: ReturnType<typeof judge>) =>
    report.steps.find(({ failure }) => failure !== null)?.failure?.code;
  expect(codeOf(judge(false, null))).toBe('cert-self-signed');
  expect(codeOf(judge(true, { sha256, spkiSha256 }))).toBeUndefined();
  expect(codeOf(judge(true, { sha256: 'other', spkiSha256: 'other' }))).toBe('cert-changed');
  expect(judge(false, null).report).toMatchObject({
    capabilities: [],
    steps: [{}, { state: 'failed' }, { state: 'skipped' }, { state: 'skipped' }],
  });
});

test.each([
  [['cert-weak', 'cert-self-signed'], true, 'same', 'cert-weak'],
  [['cert-name-mismatch'], true, 'same', null],
  [['cert-name-mismatch', 'cert-expired'], false, 'none', 'cert-name-mismatch'],
  [[], false, 'none', null],
  [[], true, 'other', null],
  [['cert-expired'], true, 'other', 'cert-changed'],
  [['cert-expired'], true, 'none', 'cert-expired'],
] as const)(
  'R5 failed checks %j, allowNonSecureCertificate %j and pin %j give the failure %j',
  (failedChecks, allowNonSecureCertificate, which, failure) => {
    const pins = {
      same: { sha256: 'a', spkiSha256: 'b' },
      other: { sha256: 'c', spkiSha256: 'd' },
      none: null,
    };
    const shown = { failedChecks: [...failedChecks], sha256: 'a', spkiSha256: 'b' };
    expect(
      judgeCertificate(shown, { allowNonSecureCertificate, pin: pins[which], mayPin: false }).failure,
    ).toBe(failure);
  },
);

function scenario(
  shown: CertificateKind,
  { flag, pin, password }: Terms,
  tls: Scenario['tls'] = 'implicit',
): Scenario {
  const server: Scenario['server'] = (made) => {
    const options = { ...made.of(shown), ...(shown === 'weakKey' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}) };
    return tls === 'starttls'
      ? { script: imapScript({ accounts, startTls: options }) }
      : { script: imapScript({ accounts }), tls: options };
  };
  return {
    name: shown,
    endpoint: 'imap',
    tls,
    server,
    expected: null,
    ...(flag === undefined ? {} : { allowNonSecureCertificate: flag }),
    ...(pin === undefined ? {} : { pin }),
    ...(password === undefined ? {} : { password }),
  };
}

async function probe(shown: CertificateKind, terms: Terms, tls?: Scenario['tls']): Promise<ScenarioRun> {
  return await runScenario(scenario(shown, terms, tls), certificates);
}

async function pinOf(kind: CertificateKind): Promise<CertificatePin> {
  const { result } = await probe(kind, { flag: true });
  const { sha256, spkiSha256 } = result.newPins[0]!;
  return { sha256, spkiSha256 };
}

function certificateOf(result: ScenarioRun['result']) {
  return result.endpoints.find(({ endpoint }) => endpoint === 'imap')!.certificate!;
}
