import { describeFailure } from '@postern/core/failures/describe-failure';
import type { EndpointReport, VerificationState } from '@postern/core/verification';
import { inAccount } from '@postern/database/database';
import { Verification } from '@postern/database/entities/verification';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { emptyReport } from '@postern/core/verification';
import { claimVerification, type Claim } from '@postern/database/functions/claim-verification';
import type { ProbeResult } from '@postern/core/probe-result';
import { storeResult, type StoredResult } from '@postern/database/functions/store-result';
import type { Client } from 'pg';
import { markDispatched } from '../api/mark-dispatched.js';
import type { TestApi } from '../api/start-test-api.js';

/** What the steps of a test need: the api in this process, and the connection of a superuser, who sees all rows. */
export type Bed = { readonly api: TestApi; readonly observer: Client };

/** A verification that a test follows, with its domain and its claims, oldest first. */
export type Subject = { readonly domain: string; readonly id: string; readonly claims: readonly Claim[] };

const sealer = createSecretSealer([Buffer.alloc(32).toString('base64')]);
let domains = 0;

export const settingsOf = (domain: string, imapHost = 'imap.example.com') => ({
  domain,
  kind: 'imap',
  imap: { host: imapHost, port: 993 },
  smtp: { host: 'smtp.example.com', port: 465 },
});

/** Saves settings and returns their queued verification. */
export async function save({ api }: Bed): Promise<Subject> {
  const domain = `life-${(domains += 1)}.example.com`;
  const { body } = await api.call('POST', '/v1/mail-settings', { body: settingsOf(domain) });
  return { domain, id: await markDispatched(api.database, body.verification.id), claims: [] };
}

/** Starts a verification of unsaved servers, which belongs to no settings. */
export async function tryBeforeSaving({ api }: Bed): Promise<Subject> {
  const domain = `life-${(domains += 1)}.example.com`;
  const { body } = await api.call('POST', '/v1/verifications', { body: settingsOf(domain) });
  return { domain, id: await markDispatched(api.database, body.id), claims: [] };
}

/** Claims the verification. A claim that is refused is not added. */
export async function claim({ api }: Bed, subject: Subject): Promise<Subject> {
  const made = await claimVerification(api.database, sealer, subject.id);
  return made === null ? subject : { ...subject, claims: [...subject.claims, made] };
}

/** Makes the lease of the verification expire, as it does 6 s after a worker died or lost the database. */
export async function lapse({ observer }: Bed, { id }: Subject): Promise<void> {
  await observer.query(
    `update verification_job set lease_until = now() - interval '1 second'
     where verification_id = $1 and lease_until is not null`,
    [id],
  );
}

export async function edit({ api }: Bed, { domain }: Subject): Promise<void> {
  await api.call('PUT', `/v1/mail-settings/${domain}`, { body: settingsOf(domain, 'new.example.com') });
}

export async function deleteSettings({ api }: Bed, { domain }: Subject): Promise<void> {
  await api.call('DELETE', `/v1/mail-settings/${domain}`);
}

/** Returns the reports of two servers. If the result is to be `failed`, the first server refused the connection. */
export function resultOf(state: 'passed' | 'failed'): ProbeResult {
  const endpoints = [
    emptyReport({ endpoint: 'imap', host: 'imap.example.com', port: 993, tls: 'implicit' }),
    emptyReport({ endpoint: 'smtp', host: 'smtp.example.com', port: 465, tls: 'implicit' }),
  ];
  if (state === 'passed') {
    return { endpoints, failure: null, warnings: [], newPins: [], droppedPins: [] };
  }
  const refused = refusedAt(endpoints[0]!);
  const { failure } = refused.steps[0]!;
  return { endpoints: [refused, endpoints[1]!], failure, warnings: [], newPins: [], droppedPins: [] };
}

export function refusedAt(report: EndpointReport): EndpointReport {
  const failure = describeFailure('connect-refused', 'connect', report);
  const step = { stage: 'connect', state: 'failed', durationMs: 1, facts: {}, failure } as const;
  return { ...report, steps: [step] };
}

/** Stores a result with the newest claim of the verification, or with a made-up claim if there is none. */
export function store({ api }: Bed, subject: Subject, state: 'passed' | 'failed'): Promise<StoredResult> {
  return storeResult(api.database, subject.claims.at(-1) ?? madeUp(api, subject), resultOf(state));
}

/** Returns the first of several claims; if there are not several, a claim that no worker was ever given. */
export function outdatedClaim({ api }: Bed, subject: Subject): Claim {
  return subject.claims.length > 1 ? subject.claims[0]! : madeUp(api, subject);
}

function madeUp(api: TestApi, { id, domain }: Subject): Claim {
  const server = { host: 'imap.example.com', port: 993, tls: 'implicit', path: '' } as const;
  return {
    id,
    accountId: api.account.id,
    attempt: 99,
    servers: [
      { endpoint: 'imap', ...server },
      { endpoint: 'smtp', ...server },
    ],
    domain,
    trigger: 'save',
    isOfSettings: true,
    startedBy: null,
    login: null,
    rule: { allowNonSecureCertificate: false, pins: {} },
    traceparent: null,
  };
}

/** Returns the state of the verification; `gone` if its row was deleted. */
export async function stateOf({ api }: Bed, { id }: Subject): Promise<VerificationState | 'gone'> {
  const row = await inAccount(api.database, api.account.id).findOne(Verification, { id });
  return row?.state ?? 'gone';
}
