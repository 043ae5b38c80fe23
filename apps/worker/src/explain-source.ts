import { selectPrefixes } from '@postern/core/allowlist-selection';
import { parseIpAddress } from '@postern/core/ip-address';
import { findPrefix } from '@postern/core/prefix-set';
import type { ProbeResult } from '@postern/core/probe-result';
import { firstFailure } from '@postern/core/failures/failures-of';
import type { EndpointReport, Failure } from '@postern/core/verification';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import { inAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';

/** Codes of failures that a customer's firewall may cause. */
const maybeFiltered: ReadonlySet<string> = new Set(['connect-timeout', 'closed-before-greeting']);

/**
 * Adds to the advice of a failed connection which of our addresses it came from and whether the account's own list
 * contains this address (B3), so that the customer's IT knows on which side the fault is. Any other result is
 * returned unchanged and without a database query.
 */
export async function explainSource(
  database: Database,
  accountId: string,
  result: ProbeResult,
): Promise<ProbeResult> {
  if (!result.endpoints.some((report) => filteredStep(report) !== undefined)) return result;
  const account = await inAccount(database, accountId).findOneOrFail(Account, { id: accountId });
  const document = await currentAllowlist(database);
  const dataCenters = account.dataCenter ? [account.dataCenter] : [];
  const endpoints = result.endpoints.map((report): EndpointReport => {
    const step = filteredStep(report);
    if (step === undefined) return report;
    const prefixes = selectPrefixes(document, { dataCenters, protocol: report.endpoint });
    const address = report.sourceAddress === null ? null : parseIpAddress(report.sourceAddress);
    const isListed = address === null ? null : findPrefix(prefixes, address) !== null;
    const failure = withSource(step.failure!, report.sourceAddress, isListed);
    return { ...report, steps: report.steps.map((one) => (one === step ? { ...one, failure } : one)) };
  });
  return { ...result, endpoints, failure: firstFailure(endpoints) };
}

function filteredStep({ steps }: EndpointReport) {
  return steps.find(({ failure }) => failure !== null && maybeFiltered.has(failure.code));
}

function withSource(failure: Failure, address: string | null, isListed: boolean | null): Failure {
  return {
    ...failure,
    source: { address, isListed },
    advice: `${failure.advice} ${sourceWords(address, isListed)}`,
  };
}

function sourceWords(address: string | null, isListed: boolean | null): string {
  if (address === null)
    return 'This installation does not know its own outbound address, so we cannot say whether it is on the list.';
  return isListed === true
    ? `We connected from our address ${address}, which is on the list that your IT was given.`
    : `We connected from our address ${address}, which is not on the list that your IT was given: tell the operator of this installation.`;
}
