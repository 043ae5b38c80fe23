import { parseServerHost } from './server-host.js';
import { z } from 'zod';
import { databaseUrlSchema } from './database-url.js';
import { dataCenterIdSchema } from './data-center-id.js';
import type { EndpointName } from './endpoint-name.js';
import { isPrefix, parseEntry, type Prefix } from './prefix.js';
import { parseIpAddress } from './ip-address.js';
import { addRefusal } from './problem.js';
import { redisUrlSchema } from './redis-url.js';

/**
 * A source address of probes: `local` is the address of this machine that a socket is bound to; `public` is the
 * address that mail servers see, which differs behind a NAT.
 */
export type EgressAddress = {
  readonly protocol: EndpointName | null;
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
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: numberBetween(0, 65535, 3000),
  DATABASE_URL: databaseUrlSchema.optional(),
  DATABASE_MIGRATION_URL: databaseUrlSchema.optional(),
  REDIS_URL: redisUrlSchema.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(['http:', 'https:']).optional(),
  POSTERN_DATA_DIR: z.string().min(1).optional(),
  POSTERN_BOOTSTRAP_TOKEN: token.optional(),
  POSTERN_OPERATOR_TOKEN: token.optional(),
  POSTERN_SECRET_KEY: keyList.optional(),
  POSTERN_EGRESS_ALLOW: prefixList.default([]),
  POSTERN_EGRESS_PORTS: portList.default([25, 143, 443, 465, 587, 993, 2525]),
  POSTERN_EGRESS_CA: z.string().min(1).optional(),
  POSTERN_EGRESS_ADDRESS: egressAddressList.default([]),
  POSTERN_EHLO_NAME: z
    .string()
    .refine((text) => parseServerHost(text).ok, 'must be a host name, like mail-check.example.com')
    .optional(),
  POSTERN_DATA_CENTER: z
    .string()
    .refine(
      (text) => dataCenterIdSchema.safeParse(text).success,
      'must be 1 to 64 lower-case letters, digits and hyphens, like eu1',
    )
    .optional(),
  POSTERN_RESOLVER: resolverAddress.optional(),
  POSTERN_ISPDB: z
    .string()
    .refine(isIspdbPlace, 'must be an https URL that ends with /, an absolute folder, or off')
    .default('https://v1.ispdb.net/'),
  POSTERN_WORKER_CONCURRENCY: numberBetween(1, 1000, 50),
  POSTERN_WORKER_METRICS: listeningAddress.optional(),
  POSTERN_PUBLIC_URL: urlOf(['http:', 'https:']).optional(),
  POSTERN_TRUST_PROXY: listOf('an address or a prefix', (text) =>
    isPrefix(parseEntry(text)) ? text : null,
  ).default([]),
  POSTERN_CORS_ORIGINS: originList.default([]),
  POSTERN_AUDIT_RETENTION_DAYS: numberBetween(1, 36_500, 365),
  POSTERN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
};

const environmentSchema = z
  .object(variables)
  .refine((env) => env.DATABASE_URL === undefined || env.POSTERN_SECRET_KEY !== undefined, {
    path: ['POSTERN_SECRET_KEY'],
    message: 'is required with DATABASE_URL: every process must share it',
  });

/** The parsed environment variables, with their defaults. */
export type Environment = z.output<typeof environmentSchema>;

/** Thrown for an unknown variable or a bad value. The message names the variable and the rule, never the value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/**
 * Parses the environment variables of Postern. An empty variable counts as unset. Throws `EnvironmentError` on an unknown
 * `POSTERN_…` name or a bad value; the message names each variable and the violated rule.
 */
export function parseEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const unknown = Object.keys(source).filter((name) => name.startsWith('POSTERN_') && !(name in variables));
  const given = Object.keys(variables).flatMap((name) => (source[name] ? [[name, source[name]]] : []));
  const parsed = environmentSchema.safeParse(Object.fromEntries(given));
  const broken = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  const complaints = [...unknown.map((name) => `${name} is not a variable of Postern`), ...broken];
  if (!parsed.success || complaints.length > 0) throw new EnvironmentError(complaints.join('\n'));
  return parsed.data;
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
  const match = /^(?:(imap|smtp|exchange)=)?([^/=]+)(?:\/([^/=]+))?$/.exec(text);
  if (match === null || parseIpAddress(match[2]!) === null) return null;
  if (match[3] !== undefined && parseIpAddress(match[3]) === null) return null;
  return {
    protocol: (match[1] as EndpointName | undefined) ?? null,
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
