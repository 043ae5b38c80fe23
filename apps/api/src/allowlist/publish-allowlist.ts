import { diffAllowlists, type AllowlistChange } from '@postern/core/allowlist-diff';
import { sealAllowlist, type AllowlistDocument, type AllowlistInput } from '@postern/core/allowlist-document';
import { lintAllowlist } from '@postern/core/allowlist-lint';
import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { currentAllowlist, storeAllowlist } from '@postern/database/allowlist-revisions';
import { readVendor, storeVendor } from '@postern/database/allowlist-vendor';
import { asOperator, type Database, type EntityManager } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { createHash } from 'node:crypto';
import { tellOfRevision } from './tell-of-allowlist.js';

export type PublishOutcome =
  | {
      readonly outcome: 'published' | 'unchanged' | 'checked';
      readonly document: AllowlistDocument;
      readonly changes: AllowlistChange[];
      readonly findings: Finding[];
    }
  | { readonly outcome: 'refused'; readonly findings: Finding[] }
  | { readonly outcome: 'stale' };

/**
 * Publishes a list as the next revision and sets its number, time and digest. `isExpected` tells whether the current
 * revision is the one that the operator has read. A list with the entries of the current revision makes no new revision.
 */
export async function publishAllowlist(
  database: Database,
  input: AllowlistInput,
  {
    isExpected,
    holderId,
    isDryRun,
  }: { isExpected: (current: AllowlistDocument) => boolean; holderId: string; isDryRun: boolean },
): Promise<PublishOutcome> {
  const current = await currentAllowlist(database);
  if (!isExpected(current)) return { outcome: 'stale' };
  const now = new Date().toISOString();
  const vendor = input.vendor ?? (await readVendor(database)) ?? unnamedVendor;
  const findings = [
    // Nobody lets the addresses of the sample list in, so removing them cuts nobody off.
    ...lintAllowlist(input, isSampleAllowlist(current) ? null : current, now),
    ...(await accountFindings(asOperator(database), input)),
    ...vendorFindings(vendor),
  ];
  if (findings.some(({ level }) => level === 'error')) return { outcome: 'refused', findings };
  const head = { revision: current.revision + 1, publishedAt: now, sha256 };
  const document = sealAllowlist({ ...input, vendor }, head);
  const changes = diffAllowlists(current, document);
  if (isDryRun) return { outcome: 'checked', document, changes, findings };
  const isRepeated = document.sha256 === current.sha256 && !isSampleAllowlist(current);
  if (isRepeated) {
    await keepVendor(asOperator(database), input, holderId);
    return { outcome: 'unchanged', document: current, changes: [], findings };
  }
  const isStored = await storeAllowlist(database, document, holderId, async (em) => {
    await keepVendor(em, input, holderId);
    await tellOfRevision(em, document, changes);
  });
  return isStored ? { outcome: 'published', document, changes, findings } : { outcome: 'stale' };
}

/** Stands in rules and sheets until an operator names the vendor. */
const unnamedVendor = 'Postern';

/** A list that names the vendor sets the name for later lists too. */
async function keepVendor(em: EntityManager, { vendor }: AllowlistInput, holderId: string): Promise<void> {
  if (vendor !== undefined) await storeVendor(em, vendor, holderId);
}

function vendorFindings(vendor: string): Finding[] {
  return vendor === unnamedVendor ? [finding('info', 'vendor-unnamed', { name: vendor })] : [];
}

/** Accounts that would get fewer addresses than the vendor may connect from: they have no data centre of this list. */
async function accountFindings(
  em: ReturnType<typeof asOperator>,
  { dataCenters, entries }: AllowlistInput,
): Promise<Finding[]> {
  if (entries.every(({ dataCenter }) => dataCenter === null)) return [];
  const none = await em.count(Account, { dataCenter: null });
  const unknown = await em.count(Account, {
    dataCenter: { $ne: null, $nin: dataCenters.map(({ id }) => id) },
  });
  return [
    ...(none === 0 ? [] : [finding('warning', 'accounts-without-data-center', { accounts: none })]),
    ...(unknown === 0 ? [] : [finding('warning', 'accounts-of-unknown-data-center', { accounts: unknown })]),
  ];
}

/** Lower-case hex SHA-256 of UTF-8 text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
