import { parseServerHost } from './server-host.js';
import { z } from 'zod';
import { databaseUrlSchema } from './database-url.js';
import { dataCenterIdSchema } from './data-center-id.js';
import { listNameSchema, type ListName } from './list-name.js';
import { isPrefix, parseEntry, type Prefix } from './prefix.js';
import { parseIpAddress } from './ip-address.js';
import { oidcVariables, refuseHalfProvider } from './oidc-environment.js';
import { addRefusal } from './problem.js';
import { redisUrlSchema } from './redis-url.js';
import { mailboxSchema, smtpUrlSchema } from './smtp-url.js';

/**
 * A source address of probes and webhooks: `local` is the address of this machine that a socket is bound to; `public` is the
 * address that servers see, which differs behind a NAT.
 */
export type EgressAddress = {
  readonly protocol: ListName | null;
  readonly local: string;
  readonly public: string | null;
};

/** An address and a port on which a server listens. */
export type ListeningAddress = { readonly host: string; readonly port: number };

const portList = listOf('a port from 1 to 65535', (text) => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
});
const prefixList = listOf('an address or a prefix in CIDR notation', (text): Prefix | null => {
  const parsed = parseEntry(text);
  return isPrefix(parsed) ? parsed : null;
});
const keyList = listOf('32 bytes in base64', (text) => (/^[A-Za-z0-9+/]{43}=$/.test(text) ? text : null));
const egressAddressList = listOf('[imap=|smtp=|exchange=]local[/public]', parseEgressAddress);
const originList = listOf('an origin like https://crm.example.com', (text) =>
  URL.parse(text)?.origin === text ? text : null,
);
const listeningAddress = z.string().transform((text, ctx): ListeningAddress => {
  const parsed = parseListeningAddress(text);
  if (parsed !== null) return parsed;
  addRefusal(ctx, undefined, {
    code: 'invalid',
    message: 'must be [address:]port, like 9464 or 10.0.0.8:9464',
  });
  return z.NEVER;
});
const resolverAddress = z.string().transform((text, ctx): ListeningAddress => {
  const parsed = parseResolverAddress(text);
  if (parsed !== null) return parsed;
  addRefusal(ctx, undefined, {
    code: 'invalid',
    message: 'must be address[:port], like 192.0.2.53 or [2001:db8::53]:53',
  });
  return z.NEVER;
});
const token = z.string().regex(/^[\x21-\x7e]{32,200}$/, 'must be 32 to 200 visible ASCII characters');

const variables = {
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta({ description: 'The address that the api listens on.', unset: '127.0.0.1' }),
  PORT: numberBetween(0, 65535, 3000).meta({
    description: 'The port that the api listens on.',
    unset: '3000',
  }),
  DATABASE_URL: databaseUrlSchema.optional().meta({
    description:
      'PostgreSQL ≥ 15, like `postgresql://postern:secret@db.example.com/postern?sslmode=verify-full`.',
    unset: 'an embedded PostgreSQL in the data directory',
  }),
  DATABASE_MIGRATION_URL: databaseUrlSchema.optional().meta({
    description: 'The same database as the owner of its tables, for migrations only.',
    unset: 'the role of DATABASE_URL migrates',
  }),
  REDIS_URL: redisUrlSchema.optional().meta({
    description:
      'The queue, on Redis ≥ 6.2 or Valkey: `redis://`, `redis+sentinel://`, `redis+cluster://`, with TLS `rediss…`.',
    unset: 'the queue is in PostgreSQL',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(['http:', 'https:']).optional().meta({
    description: 'Where traces are sent, like `http://collector.example.com:4318`.',
    unset: 'no traces',
  }),
  POSTERN_DATA_DIR: z.string().min(1).optional().meta({
    description: 'The directory of the generated secrets and of the embedded PostgreSQL.',
    unset: '`.postern/` in the checkout',
  }),
  POSTERN_BOOTSTRAP_TOKEN: token.optional().meta({
    description: 'The token of the first super-admin, 32–200 visible ASCII characters.',
    unset: 'generated into the data directory',
  }),
  POSTERN_OPERATOR_TOKEN: token.optional().meta({
    description: 'The token of the operator, 32–200 visible ASCII characters.',
    unset: 'there is no operator token',
  }),
  POSTERN_SECRET_KEY: keyList.optional().meta({
    description:
      'The key that seals stored secrets: 32 bytes in base64. A comma-separated list, newest first, rotates.',
    unset: 'generated into the data directory; required with DATABASE_URL',
  }),
  POSTERN_EGRESS_ALLOW: prefixList.default([]).meta({
    description: 'Prefixes that may be probed although they are not public, comma-separated.',
    unset: 'only public addresses may be probed',
  }),
  POSTERN_EGRESS_PORTS: portList.default([25, 143, 443, 465, 587, 993, 2525]).meta({
    description: 'Ports that may be probed, comma-separated.',
    unset: '25,143,443,465,587,993,2525',
  }),
  POSTERN_EGRESS_CA: z.string().min(1).optional().meta({
    description: 'A PEM file of further certificate authorities.',
    unset: 'the authorities of Node and the system',
  }),
  POSTERN_EGRESS_ADDRESS: egressAddressList.default([]).meta({
    description:
      'The addresses that probes and webhooks leave from: `[imap=\\|smtp=\\|exchange=\\|webhook=]local[/public]`, comma-separated.',
    unset: 'the default address of this machine',
  }),
  POSTERN_EHLO_NAME: z
    .string()
    .refine((text) => parseServerHost(text).ok, 'must be a host name, like mail-check.example.com')
    .optional()
    .meta({
      description: 'The host name that SMTP servers are greeted with.',
      unset: 'the full name of this machine, else its public address',
    }),
  POSTERN_DATA_CENTER: z
    .string()
    .refine(
      (text) => dataCenterIdSchema.safeParse(text).success,
      'must be 1 to 64 lower-case letters, digits and hyphens, like eu1',
    )
    .optional()
    .meta({
      description: 'The data centre of this worker: its accounts, and those that have none.',
      unset: 'this worker serves every data centre',
    }),
  POSTERN_RESOLVER: resolverAddress.optional().meta({
    description: 'A validating DNS resolver, `address[:port]`.',
    unset: '`/etc/hosts`, then the resolvers of `/etc/resolv.conf`; no DNSSEC claim counts',
  }),
  POSTERN_ISPDB: z
    .string()
    .refine(isIspdbPlace, 'must be an https URL that ends with /, an absolute folder, or off')
    .default('https://v1.ispdb.net/')
    .meta({
      description:
        'The database of mail providers: an https URL that ends with `/`, a folder of XML files, or `off`.',
      unset: '`https://v1.ispdb.net/`',
    }),
  POSTERN_WORKER_CONCURRENCY: numberBetween(1, 1000, 50).meta({
    description: 'Verifications that a worker runs at once, 1–1000.',
    unset: '50',
  }),
  POSTERN_WORKER_METRICS: listeningAddress.optional().meta({
    description:
      'Where a worker serves `/metrics` and `/healthz`, `[address:]port`; a port alone is for this machine.',
    unset: 'it serves neither',
  }),
  POSTERN_PUBLIC_URL: urlOf(['http:', 'https:']).optional().meta({
    description: 'The address of the console as people type it.',
    unset: 'the address that the api listens on',
  }),
  POSTERN_SMTP_URL: smtpUrlSchema.optional().meta({
    description:
      'The server that Postern’s own mails are submitted to: `smtps://user:password@host:465`, or `smtp://user:password@host:587` with STARTTLS, without which nothing is sent. The api and the workers read it.',
    unset: 'no mail is sent',
  }),
  POSTERN_MAIL_FROM: mailboxSchema.optional().meta({
    description: 'The sender of Postern’s own mails, like `Postern <postern@example.com>`.',
    unset: 'no mail is sent; required with POSTERN_SMTP_URL',
  }),
  ...oidcVariables,
  POSTERN_TRUST_PROXY: listOf('an address or a prefix', (text) => (isPrefix(parseEntry(text)) ? text : null))
    .default([])
    .meta({
      description: 'Prefixes of proxies whose `X-Forwarded-For` counts, comma-separated.',
      unset: 'none',
    }),
  POSTERN_CORS_ORIGINS: originList
    .default([])
    .meta({ description: 'Origins that may call the API from a browser, comma-separated.', unset: 'none' }),
  POSTERN_AUDIT_RETENTION_DAYS: numberBetween(1, 36_500, 365).meta({
    description: 'Days that audit events are kept, 1–36,500.',
    unset: '365',
  }),
  POSTERN_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .meta({ description: '`fatal`, `error`, `warn`, `info`, `debug` or `trace`.', unset: 'info' }),
};

/** The variables whose value may also be in a file, which the variable with `_FILE` at its end names. */
const secrets = [
  'DATABASE_URL',
  'DATABASE_MIGRATION_URL',
  'REDIS_URL',
  'POSTERN_BOOTSTRAP_TOKEN',
  'POSTERN_OPERATOR_TOKEN',
  'POSTERN_SECRET_KEY',
  'POSTERN_SMTP_URL',
  'POSTERN_OIDC_CLIENT_SECRET',
] as const satisfies readonly (keyof typeof variables)[];
type SecretFile = `${(typeof secrets)[number]}_FILE`;

const environmentSchema = z
  .object(variables)
  .refine((env) => env.DATABASE_URL === undefined || env.POSTERN_SECRET_KEY !== undefined, {
    path: ['POSTERN_SECRET_KEY'],
    message: 'is required with DATABASE_URL: every process must share it',
  })
  .refine((env) => (env.POSTERN_SMTP_URL === undefined) === (env.POSTERN_MAIL_FROM === undefined), {
    path: ['POSTERN_MAIL_FROM'],
    message: 'and POSTERN_SMTP_URL are needed together: set both, or none',
  })
  .superRefine(refuseHalfProvider);

/** The parsed environment variables, with their defaults. */
export type Environment = z.output<typeof environmentSchema>;

/** Thrown for an unknown variable or a bad value. The message names the variable and the rule, never the value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

type Source = Readonly<Record<string, string | undefined>>;

/** What an operator reads about a variable. */
export type VariableDescription = {
  readonly name: string;
  readonly description: string;
  /** What holds while the variable is not set. */
  readonly unset: string;
  /** The variable that may name a file with the value instead, or null. */
  readonly file: SecretFile | null;
};

/** Describes every variable, for the documentation and `postern environment`. */
export function describeEnvironment(): VariableDescription[] {
  return Object.entries(variables).map(([name, schema]) => {
    const secret = secrets.find((known) => known === name);
    const { description, unset } = schema.meta() as { description: string; unset: string };
    return { name, description, unset, file: secret === undefined ? null : `${secret}_FILE` };
  });
}

/**
 * Parses the environment variables of Postern. An empty variable counts as unset. The value of a secret may be in a file:
 * `POSTERN_SECRET_KEY_FILE` names it, and `readFile` returns the text of it. Throws `EnvironmentError` on an unknown
 * `POSTERN_…` name, a bad value or a file that cannot be read; the message names each variable and the violated rule.
 */
export function parseEnvironment(source: Source, readFile: (path: string) => string): Environment {
  const complaints: string[] = [];
  const known = [...Object.keys(variables), ...secrets.map((name) => `${name}_FILE`)];
  for (const name of Object.keys(source)) {
    if (name.startsWith('POSTERN_') && !known.includes(name))
      complaints.push(`${name} is not a variable of Postern`);
  }
  const given = Object.fromEntries(
    Object.keys(variables).flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  );
  const fromFiles = readSecretFiles(source, readFile, complaints);
  const parsed = environmentSchema.safeParse({ ...given, ...fromFiles });
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const name = String(path[0]);
      // A secret whose file cannot be read lacks its value for that reason alone.
      if (complaints.some((text) => text.startsWith(`${name}_FILE `))) continue;
      complaints.push(`${name} ${message}`);
    }
  }
  if (!parsed.success || complaints.length > 0) throw new EnvironmentError(complaints.join('\n'));
  return parsed.data;
}

/** Returns the secrets that files hold, by variable, and adds a complaint for each file that holds none. */
function readSecretFiles(source: Source, readFile: (path: string) => string, complaints: string[]) {
  const found: Partial<Record<(typeof secrets)[number], string>> = {};
  for (const name of secrets) {
    const variable: SecretFile = `${name}_FILE`;
    const path = source[variable];
    if (!path) continue;
    if (source[name]) {
      complaints.push(`${name} and ${variable} are both set; set one of them`);
      continue;
    }
    try {
      const text = readFile(path).trim();
      if (text === '') complaints.push(`${variable} names an empty file`);
      else found[name] = text;
    } catch (error) {
      complaints.push(`${variable} names a file that cannot be read (${(error as { code?: string }).code})`);
    }
  }
  return found;
}

/**
 * Parses `[address:]port`. Without an address the listening address is loopback; an IPv6 address needs brackets.
 */
function parseListeningAddress(text: string): ListeningAddress | null {
  const match = /^(?:(?:\[([\d:a-f.]+)\]|([\d.]+)):)?(\d{1,5})$/i.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '127.0.0.1';
  const port = Number(match?.[3] ?? 0);
  return port >= 1 && port <= 65535 && parseIpAddress(host) !== null ? { host, port } : null;
}

/** Parses `address[:port]` of a resolver; the port is 53 by default, and an IPv6 address with a port needs brackets. */
function parseResolverAddress(text: string): ListeningAddress | null {
  if (parseIpAddress(text) !== null) return { host: text, port: 53 };
  return /^\[?[\d:a-f.]+\]?:\d{1,5}$/i.test(text) ? parseListeningAddress(text) : null;
}

function isIspdbPlace(text: string): boolean {
  const url = URL.parse(text);
  return text === 'off' || text.startsWith('/') || (url?.protocol === 'https:' && text.endsWith('/'));
}

function parseEgressAddress(text: string): EgressAddress | null {
  const match = /^(?:([a-z]+)=)?([^/=]+)(?:\/([^/=]+))?$/.exec(text);
  const protocol = listNameSchema.optional().safeParse(match?.[1]);
  if (match === null || !protocol.success || parseIpAddress(match[2]!) === null) return null;
  if (match[3] !== undefined && parseIpAddress(match[3]) === null) return null;
  return {
    protocol: protocol.data ?? null,
    local: match[2]!,
    public: match[3] ?? null,
  };
}

function listOf<T>(rule: string, parse: (text: string) => T | null) {
  return z.string().transform((text, ctx): T[] => {
    const parts = text.split(',').map((part) => part.trim());
    const values = parts.map(parse).filter((value) => value !== null);
    if (values.length === parts.length) return values;
    addRefusal(ctx, undefined, { code: 'invalid', message: `must be a comma-separated list, each ${rule}` });
    return z.NEVER;
  });
}

function numberBetween(min: number, max: number, fallback: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((value) => value >= min && value <= max, rule)
    .default(fallback);
}

function urlOf(protocols: readonly string[]) {
  return z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );
}
