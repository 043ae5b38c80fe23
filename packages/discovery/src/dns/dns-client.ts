import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { getServers } from 'node:dns';
import { connect, isIP } from 'node:net';
import {
  decode,
  encode,
  RECURSION_DESIRED,
  AUTHENTIC_DATA,
  type Answer,
  type DecodedPacket,
} from 'dns-packet';
import type { Lookup } from '@postern/mail-probe/egress/resolve-host';
import type { MxRecord } from './mx-domains.js';
import type { SrvRecord } from './srv-sections.js';

/** The records of a name, in the order of the answer. `isAuthentic` says that the resolver has validated them (AD bit). */
type DnsRecords<T> = { readonly records: readonly T[]; readonly isAuthentic: boolean };

/** Thrown when a question has no answer: a time-out, or a resolver that failed, for example at wrong signatures. */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: 'ETIMEOUT' | 'ESERVFAIL' | 'ENOTFOUND';

  constructor(code: DnsError['code']) {
    super(code);
    this.code = code;
  }
}

export type DnsClient = {
  mx(name: string): Promise<DnsRecords<MxRecord>>;
  srv(name: string): Promise<DnsRecords<SrvRecord>>;
  /** The text of each record; the pieces of one record are joined (RFC 7208 §3.3). */
  txt(name: string): Promise<DnsRecords<string>>;
  /** IPv4 and IPv6 addresses. Throws `DnsError` with the code ENOTFOUND for a name that does not exist. */
  readonly addresses: Lookup;
};

/** The address and port of a resolver. */
export type ResolverAddress = { readonly host: string; readonly port: number };

type Type = 'A' | 'AAAA' | 'MX' | 'SRV' | 'TXT';
type Asked = { readonly answers: readonly Answer[]; readonly exists: boolean; readonly isAuthentic: boolean };

/** How long one resolver has for one answer; a lost datagram is sent again to the next one. In milliseconds. */
const tryMs = 1_500;
const mostTries = 3;
/** The largest datagram that is asked for: it passes without fragments (DNS Flag Day 2020). */
const datagramBytes = 1_232;

/**
 * Asks resolvers over UDP, and over TCP where an answer is cut short (RFC 7766). Node's own resolver does not show the
 * AD bit, which this client needs. It reports the bit only for `isValidating`: nobody else's claim counts.
 */
export function createDnsClient(resolvers: readonly ResolverAddress[], isValidating: boolean): DnsClient {
  async function ask(name: string, type: Type): Promise<Asked> {
    let failure = new DnsError('ESERVFAIL');
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const resolver = resolvers[attempt % resolvers.length];
      if (resolver === undefined) break;
      try {
        return readAnswer(await exchange(resolver, name, type));
      } catch (error) {
        failure = error instanceof DnsError ? error : new DnsError('ESERVFAIL');
        if (failure.code !== 'ETIMEOUT' && resolvers.length === 1) break;
      }
    }
    throw failure;
  }
  function readAnswer(packet: DecodedPacket): Asked {
    const { rcode } = packet as DecodedPacket & { readonly rcode: string };
    if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') throw new DnsError('ESERVFAIL');
    return {
      answers: packet.answers ?? [],
      exists: rcode === 'NOERROR',
      isAuthentic: isValidating && packet.flag_ad,
    };
  }
  async function records<T>(name: string, type: Type, read: (answer: Answer) => T[]): Promise<DnsRecords<T>> {
    const { answers, isAuthentic } = await ask(name, type);
    return { records: answers.slice(0, 64).flatMap(read), isAuthentic };
  }
  return {
    mx: (name) =>
      records(name, 'MX', (answer) => {
        if (answer.type !== 'MX') return [];
        return [{ preference: answer.data.preference ?? 0, exchange: withoutDot(answer.data.exchange) }];
      }),
    srv: (name) =>
      records(name, 'SRV', (answer) => {
        if (answer.type !== 'SRV') return [];
        const { priority = 0, weight = 0, port, target } = answer.data;
        return [{ priority, weight, port, target: withoutDot(target) }];
      }),
    txt: (name) => records(name, 'TXT', (answer) => (answer.type === 'TXT' ? [joinPieces(answer.data)] : [])),
    async addresses(name) {
      const asked = await Promise.all([ask(name, 'A'), ask(name, 'AAAA')]);
      if (asked.some(({ exists }) => !exists)) throw new DnsError('ENOTFOUND');
      return asked.flatMap(({ answers }) =>
        answers.flatMap((answer) => (answer.type === 'A' || answer.type === 'AAAA' ? [answer.data] : [])),
      );
    },
  };
}

async function exchange(resolver: ResolverAddress, name: string, type: Type): Promise<DecodedPacket> {
  const id = randomInt(65_536);
  const question = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ type, name, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: datagramBytes,
        flags: 0,
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  const isAnswer = (packet: DecodedPacket): boolean => {
    const [asked] = packet.questions ?? [];
    return (
      packet.id === id && packet.type === 'response' && asked?.type === type && sameName(asked.name, name)
    );
  };
  const short = await askByUdp(resolver, question, isAnswer);
  if (!short.flag_tc) return short;
  const full = decodeOrNull(await askByTcp(resolver, question));
  if (full === null || !isAnswer(full)) throw new DnsError('ESERVFAIL');
  return full;
}

/** Sends the question from a port that the kernel chose at random; datagrams that do not answer it are ignored. */
function askByUdp(
  { host, port }: ResolverAddress,
  question: Buffer,
  isAnswer: (packet: DecodedPacket) => boolean,
): Promise<DecodedPacket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return new Promise<DecodedPacket>((resolve, reject) => {
    const late = setTimeout(() => reject(new DnsError('ETIMEOUT')), tryMs);
    socket.once('close', () => clearTimeout(late));
    socket.on('error', () => reject(new DnsError('ESERVFAIL')));
    socket.on('message', (bytes) => {
      const packet = decodeOrNull(bytes);
      if (packet !== null && isAnswer(packet)) resolve(packet);
    });
    socket.connect(port, host, () => socket.send(question));
  }).finally(() => socket.close());
}

/** Sends the question with its length in two bytes and reads one answer of the same form (RFC 1035 §4.2.2). */
function askByTcp({ host, port }: ResolverAddress, question: Buffer): Promise<Buffer> {
  const socket = connect({ host, port });
  return new Promise<Buffer>((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.setTimeout(tryMs, () => reject(new DnsError('ETIMEOUT')));
    socket.on('error', () => reject(new DnsError('ESERVFAIL')));
    socket.on('close', () => reject(new DnsError('ESERVFAIL')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2) return;
      const length = received.readUInt16BE(0);
      if (received.length >= 2 + length) resolve(received.subarray(2, 2 + length));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(question.length);
    socket.write(Buffer.concat([length, question]));
  }).finally(() => socket.destroy());
}

function decodeOrNull(bytes: Buffer): DecodedPacket | null {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

function joinPieces(data: string | Buffer | readonly (string | Buffer)[]): string {
  const pieces = Array.isArray(data) ? (data as readonly (string | Buffer)[]) : [data as string | Buffer];
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.toString('latin1'))).join('');
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function sameName(one: string, other: string): boolean {
  return withoutDot(one) === withoutDot(other);
}

/**
 * Returns a client for the resolver of POSTERN_RESOLVER, or for those of the system if there is none. The file
 * /etc/hosts does not count: getaddrinfo has few threads, and names that do not answer would hold all of them.
 */
export function dnsClientFor(resolver: ResolverAddress | undefined): DnsClient {
  if (resolver !== undefined) return createDnsClient([resolver], true);
  return createDnsClient(getServers().map(parseResolver), false);
}

/** Parses a server of resolv.conf as Node returns it: an address, `address:port` or `[IPv6]:port`. */
function parseResolver(text: string): ResolverAddress {
  if (isIP(text) !== 0) return { host: text, port: 53 };
  const [, host = text, port = '53'] = /^\[?(.+?)\]?:(\d+)$/.exec(text) ?? [];
  return { host, port: Number(port) };
}
