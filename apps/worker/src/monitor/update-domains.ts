import { firstFailure } from '@postern/core/failures/failures-of';
import type { EndpointReport } from '@postern/core/verification';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { readAuthorityPems } from '@postern/database/certificate-authorities';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Verification } from '@postern/database/entities/verification';
import { recordOutcome } from '@postern/database/functions/record-event';
import { newId } from '@postern/database/id';
import { serversOf } from '@postern/database/server-columns';
import type { DueServer } from '@postern/database/functions/claim-due-servers';
import { judgeDomain, type DomainState, type Judgement } from './judge-domain.js';

const domainsAtOnce = 500;

/**
 * Judges a measurement for all domains of one account that use the server. Resolves to false if the server failed
 * for one of them.
 */
export async function updateDomains(
  database: Database,
  accountId: string,
  server: DueServer,
  report: EndpointReport,
): Promise<boolean> {
  let isHealthy = true;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const judged = await inAccount(database, accountId).transactional(async (em) => {
      const rows = await em.find(
        MailSettings,
        { id: { $gt: after, $in: await idsAfter(em, server, accountId, after) }, origin: 'admin' },
        { orderBy: { id: 'asc' } },
      );
      const pins = await em.find(CertificatePin, pinsAt(server, rows));
      const authorities = await readAuthorityPems(em);
      const unchanged: string[] = [];
      for (const row of rows) {
        const judgement = judgeDomain(report, { ...stateOf(row, pins), authorities });
        isHealthy &&= judgement.isHealthy;
        if (judgement.kind === 'changed') await storeChange(em, row, judgement);
        else await noteMeasurement(em, row, server, judgement, unchanged);
      }
      if (unchanged.length > 0) {
        await em.nativeUpdate(MailSettings, { id: { $in: unchanged } }, { verificationAt: new Date() });
      }
      return rows;
    });
    if (judged.length < domainsAtOnce) return isHealthy;
    after = judged.at(-1)!.id;
  }
}

async function idsAfter(
  em: EntityManager,
  server: DueServer,
  accountId: string,
  after: string,
): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select settings_id as id from monitored_domain
     where server_id = ? and account_id = ? and settings_id > ? order by settings_id limit ?`,
    [server.id, accountId, after, domainsAtOnce],
  );
  return rows.map(({ id }) => id);
}

function pinsAt({ endpoint, host, port }: DueServer, rows: readonly MailSettings[]) {
  const flagged = rows.filter(({ allowNonSecureCertificate }) => allowNonSecureCertificate);
  return { endpoint, host, port, domain: { $in: flagged.map(({ domain }) => domain) } };
}

function stateOf(row: MailSettings, pins: readonly CertificatePin[]): DomainState {
  return {
    state: row.verificationState,
    failure: row.verificationFailure ?? null,
    warnings: row.verificationWarnings,
    unconfirmedFailure: row.unconfirmedFailure ?? null,
    allowNonSecureCertificate: row.allowNonSecureCertificate,
    pin: pins.find(({ domain }) => domain === row.domain) ?? null,
  };
}

async function noteMeasurement(
  em: EntityManager,
  { id }: MailSettings,
  { endpoint }: DueServer,
  { kind }: Judgement,
  unchanged: string[],
): Promise<void> {
  if (kind === 'same') unchanged.push(id);
  // The first unconfirmed failure stays: two servers that fail at every measurement would otherwise replace each other’s, and
  // neither would be confirmed.
  else if (kind === 'unconfirmed')
    await em.nativeUpdate(MailSettings, { id, unconfirmedFailure: null }, { unconfirmedFailure: endpoint });
  else await em.nativeUpdate(MailSettings, { id }, { unconfirmedFailure: null });
}

/**
 * Adds a changed outcome to the history as a verification. The report of the other endpoint is that of its last
 * measurement.
 */
async function storeChange(
  em: EntityManager,
  row: MailSettings,
  { report, warnings }: Extract<Judgement, { kind: 'changed' }>,
): Promise<void> {
  const last = row.verificationId ? await em.findOne(Verification, { id: row.verificationId }) : null;
  const known = last?.endpoints ?? [];
  const isKnown = known.some(({ endpoint }) => endpoint === report.endpoint);
  const endpoints = isKnown
    ? known.map((one) => (one.endpoint === report.endpoint ? report : one))
    : [...known, report];
  const allWarnings = [
    ...row.verificationWarnings.filter(({ endpoint }) => endpoint !== report.endpoint),
    ...warnings,
  ];
  const failure = firstFailure(endpoints);
  const state = failure === null ? 'passed' : 'failed';
  const now = new Date();
  const id = newId();
  const summary = {
    verificationId: id,
    verificationState: state,
    verificationAt: now,
    verificationFailure: failure,
    verificationWarnings: allWarnings,
    unconfirmedFailure: null,
    failingSince: state === 'failed' ? (row.failingSince ?? now) : null,
    ...(state === 'passed' ? { verifiedAt: now } : {}),
  } as const;
  // Settings that were edited or queued in the meantime are not updated, because their own verification will have
  // the result.
  const { revision, verificationState } = row;
  const updated = await em.nativeUpdate(
    MailSettings,
    { id: row.id, revision, verificationState },
    { ...summary },
  );
  if (updated === 0) return;
  await em.insert(Verification, {
    id,
    accountId: row.accountId,
    settingsId: row.id,
    revision,
    domain: row.domain,
    trigger: 'schedule',
    servers: serversOf(row),
    state,
    createdAt: now,
    startedAt: now,
    finishedAt: now,
    failure,
    warnings: allWarnings,
    endpoints,
  });
  const failedSince = row.failingSince ?? null;
  if ((state === 'failed') === (failedSince === null) || failure?.code === 'cert-changed')
    await recordOutcome(em, row, { id, failure, endpoints, failedSince });
}
