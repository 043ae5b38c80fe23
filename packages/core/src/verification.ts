import { z } from 'zod';
import { endpointNameSchema } from './endpoint-name.js';
import { waitSchema } from './queue.js';
import { failureCodes, warningCodes } from './failures/failure-catalogue.js';
import { failureValuesSchema } from './failures/failure-values.js';

/**
 * The steps of a connection to a server, in their order. Failures of the egress policy (`policy`) are reported at
 * `resolve` or `connect`.
 */
const stageSchema = z
  .enum(['resolve', 'connect', 'tls', 'greeting', 'capability', 'starttls', 'request', 'authenticate'])
  .meta({ id: 'Stage' });
export type Stage = z.infer<typeof stageSchema>;

const failureCodeSchema = z.enum(failureCodes).meta({ id: 'FailureCode' });

const valuesSchema = failureValuesSchema.optional().meta({
  description: 'The values in title and advice, for texts in other languages; absent in older reports.',
});

/**
 * Why a step did not pass, with advice and the form field to change. A failure contains no text from the server.
 */
export const failureSchema = z
  .object({
    endpoint: endpointNameSchema,
    stage: stageSchema,
    code: failureCodeSchema,
    temporary: z.boolean(),
    title: z.string(),
    advice: z.string(),
    values: valuesSchema,
    field: z.string().nullable().meta({ description: 'The form field to change, e.g. `imap.port`.' }),
    suggestion: z
      .string()
      .optional()
      .meta({ description: 'A value for that field that is expected to work.' }),
    replyCode: z.int().optional().meta({ description: 'SMTP reply code or HTTP status.' }),
    enhancedStatusCode: z.string().optional().meta({ description: 'RFC 3463, e.g. 5.7.8.' }),
    responseCode: z.string().optional().meta({ description: 'IMAP response code, RFC 5530.' }),
    source: z
      .object({
        address: z
          .string()
          .nullable()
          .meta({ description: 'The address of this installation as the server sees it; null if unknown.' }),
        isListed: z
          .boolean()
          .nullable()
          .meta({ description: 'Whether the account’s allowlist contains the address.' }),
      })
      .optional()
      .meta({
        description: 'The address that the connection came from, for failures that a firewall can cause.',
      }),
    supportId: z
      .string()
      .optional()
      .meta({ description: 'Set for the code `unknown`: the worker’s log contains the cause with this ID.' }),
  })
  .meta({ id: 'Failure' });
export type Failure = z.infer<typeof failureSchema>;

/**
 * Something about a server that works but needs attention: a waived certificate check, or a certificate that
 * expires soon.
 */
export const warningSchema = z
  .object({
    endpoint: endpointNameSchema,
    code: z.enum(warningCodes),
    title: z.string(),
    advice: z.string(),
    values: valuesSchema,
    field: z.string().nullable(),
    daysLeft: z.int().optional(),
  })
  .meta({ id: 'Warning' });
export type Warning = z.infer<typeof warningSchema>;

/** A certificate as the server presented it; texts are cut to 200 printable characters. */
const certificateSchema = z
  .object({
    subject: z.string(),
    names: z.array(z.string()).meta({ description: 'DNS names and IP addresses of the subjectAltName.' }),
    issuer: z.string(),
    validFrom: z.iso.datetime(),
    validTo: z.iso.datetime(),
    daysLeft: z.int(),
    key: z.string().meta({ description: 'E.g. `RSA 2048` or `EC prime256v1`.' }),
    sha256: z.string().meta({ description: 'Digest of the certificate, lower-case hex.' }),
    spkiSha256: z.string().meta({ description: 'Digest of its public key, lower-case hex.' }),
    chainLength: z.int(),
    chainMember: z.string().optional().meta({
      description:
        'Subject of the certificate in the chain that failed its check, if it is not the server’s own.',
    }),
    failedChecks: z.array(failureCodeSchema),
  })
  .meta({ id: 'Certificate' });
export type Certificate = z.infer<typeof certificateSchema>;

const stepSchema = z
  .object({
    stage: stageSchema,
    state: z.enum(['passed', 'failed', 'skipped']).meta({
      description: '`skipped`: nothing was tried. A skipped login has a failure that says why.',
    }),
    durationMs: z.number(),
    facts: z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
    ),
    failure: failureSchema.nullable(),
  })
  .meta({ id: 'Step' });
export type Step = z.infer<typeof stepSchema>;

/** The report of the connection to one server, step by step. */
const endpointReportSchema = z
  .object({
    endpoint: endpointNameSchema,
    host: z.string(),
    port: z.int(),
    tls: z.enum(['implicit', 'starttls']),
    address: z.string().nullable().meta({
      description:
        'The address of the server that Postern connected to; null if the egress policy blocked it.',
    }),
    sourceAddress: z
      .string()
      .nullable()
      .meta({ description: 'The address of this installation as the server sees it; null if unknown.' }),
    tlsVersion: z.string().nullable(),
    cipher: z.string().nullable(),
    certificate: certificateSchema.nullable(),
    capabilities: z.array(z.string()),
    authMechanisms: z.array(z.string()),
    steps: z.array(stepSchema),
  })
  .meta({ id: 'EndpointReport' });
export type EndpointReport = z.infer<typeof endpointReportSchema>;

export const verificationStateSchema = z
  .enum(['queued', 'running', 'passed', 'failed', 'superseded'])
  .meta({ id: 'VerificationState' });
export type VerificationState = z.infer<typeof verificationStateSchema>;

const verificationTriggerSchema = z
  .enum(['save', 'manual', 'schedule', 'connection', 'try'])
  .meta({ id: 'VerificationTrigger' });
export type VerificationTrigger = z.infer<typeof verificationTriggerSchema>;

export const verificationSchema = z
  .object({
    id: z.uuid(),
    domain: z.string(),
    trigger: verificationTriggerSchema,
    revision: z
      .int()
      .nullable()
      .meta({ description: 'The revision of the settings; null for a verification of unsaved servers.' }),
    state: verificationStateSchema,
    wait: waitSchema.optional().meta({ description: 'What it waits for; present while it is queued.' }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    failure: failureSchema.nullable(),
    warnings: z.array(warningSchema),
    endpoints: z.array(endpointReportSchema),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof verificationSchema>;

/**
 * Returns the report of a server that has not been probed yet: it has the address and TLS mode of the server, and
 * no steps.
 */
export function emptyReport({
  endpoint,
  host,
  port,
  tls,
}: Pick<EndpointReport, 'endpoint' | 'host' | 'port' | 'tls'>): EndpointReport {
  return {
    endpoint,
    host,
    port,
    tls,
    address: null,
    sourceAddress: null,
    tlsVersion: null,
    cipher: null,
    certificate: null,
    capabilities: [],
    authMechanisms: [],
    steps: [],
  };
}
