import { z } from 'zod';
import { addRefusal } from './problem.js';

type RedisNode = { readonly host: string; readonly port: number };

/** A Redis or Valkey: one server, a master that Sentinels name, or a Cluster. */
export type RedisAddress = {
  readonly mode: 'single' | 'sentinel' | 'cluster';
  /** The server, the Sentinels, or some nodes of the Cluster. */
  readonly nodes: readonly RedisNode[];
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** The name by which the Sentinels know the master; empty without Sentinel. */
  readonly masterName: string;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
};

const schemes = [
  'redis://',
  'rediss://',
  'redis+sentinel://',
  'rediss+sentinel://',
  'redis+cluster://',
  'rediss+cluster://',
];
const sentinelParameters = ['sentinelUsername', 'sentinelPassword'];
const sentinelExample = 'redis+sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster';

/** A text that `parseRedisUrl` accepts. Anything else is refused by the name of the part that is wrong. */
export const redisUrlSchema = z.string().superRefine((text, ctx) => {
  const parsed = parseRedisUrl(text);
  if ('rule' in parsed) addRefusal(ctx, undefined, { code: 'invalid', message: parsed.rule });
});

/**
 * Parses `redis[s]://[user[:password]@]host[:port][/database]`, `redis[s]+sentinel://…host[:port],…/master[/database]` and
 * `redis[s]+cluster://…host[:port],…`. Returns the violated rule, which never repeats a secret, if the text is none of them.
 */
export function parseRedisUrl(text: string): RedisAddress | { readonly rule: string } {
  const match =
    /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(
      text,
    );
  if (match === null) return { rule: `must be a URL that starts with ${schemes.join(' or ')}` };
  const [, tls, kind, login = '', hosts = '', path = '', query = ''] = match;
  const mode = (kind?.toLowerCase() ?? 'single') as RedisAddress['mode'];
  const nodes = hosts.split(',').map((host) => parseNode(host, mode === 'sentinel' ? 26_379 : 6379));
  const parameters = new URLSearchParams(query);
  const secrets = decodeLogin(login);
  const names = path.split('/').filter((part) => part !== '');
  const database = mode === 'sentinel' ? names[1] : names[0];
  const rule =
    brokenHosts(mode, nodes) ??
    brokenPath(mode, names, database) ??
    brokenParameter(mode, parameters) ??
    (secrets === null ? 'has a user name or a password that is not percent-encoded' : null);
  if (rule !== null) return { rule };
  return {
    mode,
    nodes: nodes as RedisNode[],
    tls: tls !== '',
    ...secrets!,
    database: Number(database ?? 0),
    masterName: mode === 'sentinel' ? names[0]! : '',
    sentinelUsername: parameters.get('sentinelUsername') ?? undefined,
    sentinelPassword: parameters.get('sentinelPassword') ?? undefined,
  };
}

function parseNode(text: string, defaultPort: number): RedisNode | null {
  const match = /^(?:\[([\d:a-f.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text.trim());
  const port = Number(match?.[3] ?? defaultPort);
  return match === null || port < 1 || port > 65_535 ? null : { host: match[1] ?? match[2]!, port };
}

function brokenHosts(mode: RedisAddress['mode'], nodes: readonly (RedisNode | null)[]): string | null {
  const place = nodes.indexOf(null);
  if (place >= 0)
    return `has a host (number ${place + 1}) that is not host or host:port, with a port from 1 to 65535`;
  return mode === 'single' && nodes.length > 1
    ? 'names several hosts: write redis+sentinel:// in front of Sentinels, or redis+cluster:// in front of nodes of a Cluster'
    : null;
}

function brokenPath(
  mode: RedisAddress['mode'],
  names: readonly string[],
  database: string | undefined,
): string | null {
  if (mode === 'sentinel' && names.length === 0)
    return `needs the name of the master after the hosts, like ${sentinelExample}`;
  if (mode === 'cluster')
    return names.length > 0
      ? 'names a database: a Cluster has only one, so nothing may follow the hosts'
      : null;
  if (names.length > (mode === 'sentinel' ? 2 : 1)) return 'has a path with too many parts';
  return database === undefined || /^\d{1,4}$/.test(database)
    ? null
    : 'has a database that is not a number, like /1';
}

function brokenParameter(mode: RedisAddress['mode'], parameters: URLSearchParams): string | null {
  const known = mode === 'sentinel' ? sentinelParameters : [];
  const unknown = [...parameters.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return null;
  const shown = /^\w{1,40}$/.test(unknown) ? unknown : 'that is unknown';
  return `has a parameter ${shown}; ${known.length === 0 ? 'no parameters are supported' : `only these are supported: ${known.join(', ')}`}`;
}

/** Splits `user:password`. As in ioredis, `user` alone is a user name and `:password` belongs to the user `default`. */
function decodeLogin(login: string): Pick<RedisAddress, 'username' | 'password'> | null {
  try {
    const [username = '', ...rest] = login.split(':');
    const password = decodeURIComponent(rest.join(':'));
    return { username: decodeURIComponent(username) || undefined, password: password || undefined };
  } catch {
    return null;
  }
}
