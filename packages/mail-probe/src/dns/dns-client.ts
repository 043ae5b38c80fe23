import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import {
  decode,
  encode,
  RECURSION_DESIRED,
  AUTHENTIC_DATA,
  type Answer,
  type OptAnswer,
  type DecodedPacket,
} from 'dns-packet';
import type { Lookup } from '../egress/resolve-host.js';

/** An MX record (RFC 5321 §5.1); `exchange` is without the final dot and empty for a null MX (RFC 7505). */
export type MxRecord = { readonly preference: number; readonly exchange: string };

/** An SRV record (RFC 2782); `target` is without the final dot and empty for the root. */
export type SrvRecord = {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
};

/** The records of a name, in the order of the answer. `isAuthentic` says that the resolver has validated them (AD bit). */
type DnsRecords<T> = { readonly records: readonly T[]; readonly isAuthentic: boolean };

/** Thrown when a question has no answer: a time-out, or a resolver that failed, for example at wrong signatures. */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: 'ETIMEOUT' | 'ESERVFAIL' | 'ENOTFOUND';

  constructor(code: DnsError['code'], options: ErrorOptions = {}) {
    super(code, options);
    this.code = code;
  }
}

/** One for all names, because most names that a discovery asks for do not exist, and a stack costs more than the answer. */
const noSuchName = new DnsError('ENOTFOUND');

export type DnsClient = {
  mx(name: string): Promise<DnsRecords<MxRecord>>;
  srv(name: string): Promise<DnsRecords<SrvRecord>>;
  /** The text of each record; the pieces of one record are joined (RFC 7208 §3.3). */
  txt(name: string): Promise<DnsRecords<string>>;
  /**
   * IPv4 and IPv6 addresses, IPv4 first. Throws `DnsError` with the code ENOTFOUND for a name that does not exist. An
   * aborted signal closes the sockets.
   */
  readonly addresses: Lookup;
};

/** The address and port of a resolver. */
export type ResolverAddress = { readonly host: string; readonly port: number };

type Type = 'A' | 'AAAA' | 'MX' | 'SRV' | 'TXT';
type Asked = { readonly answers: readonly Answer[]; readonly exists: boolean; readonly isAuthentic: boolean };

/** How long one resolver has for one answer; a lost datagram is sent again to the next one. In milliseconds. */
const tryMs = 1_500;
const mostTries = 3;
/**
 * How long the other kind of address is waited for after one has come: some name servers never answer questions for
 * AAAA (RFC 4074 §4.1). In milliseconds.
 */
const otherKindMs = 1_000;
/** The largest datagram that is asked for: it passes without fragments (DNS Flag Day 2020). */
const datagramBytes = 1_232;

/**
 * Asks resolvers over UDP, and over TCP where an answer is cut short (RFC 7766). Node's own resolver does not show the
 * AD bit, which this client needs. It reports the bit only for `isValidating`: nobody else's claim counts. `resolvers`
 * is called for each question.
 */
export function createDnsClient(
  resolvers: () => readonly ResolverAddress[],
  isValidating: boolean,
): DnsClient {
  async function ask(name: string, type: Type, signal?: AbortSignal): Promise<Asked> {
    const known = resolvers();
    let failure: DnsError | undefined;
    for (let attempt = 0; attempt < mostTries; attempt += 1) {
      const resolver = known[attempt % known.length];
      if (resolver === undefined) break;
      try {
        return readAnswer(await exchange({ resolver, name, type, signal }), isValidating);
      } catch (error) {
        signal?.throwIfAborted();
        failure = error instanceof DnsError ? error : new DnsError('ESERVFAIL', { cause: error });
        if (failure.code !== 'ETIMEOUT' && known.length === 1) break;
      }
    }
    throw failure ?? new DnsError('ESERVFAIL');
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
    addresses: (name, signal) => askAddresses((type, until) => ask(name, type, until), signal),
  };
}

function readAnswer(packet: DecodedPacket, isValidating: boolean): Asked {
  const rcode = rcodeOf(packet);
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') throw new DnsError('ESERVFAIL');
  return {
    answers: packet.answers ?? [],
    exists: rcode === 'NOERROR',
    isAuthentic: isValidating && packet.flag_ad,
  };
}

/** Asks for both kinds of addresses at once. One kind suffices if the other has no answer. */
async function askAddresses(
  ask: (type: Type, signal: AbortSignal) => Promise<Asked>,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  // Not `AbortSignal.any`: each listener of such a signal costs much processor time (Node 24).
  const enough = new AbortController();
  const stop = () => enough.abort(signal!.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop);
  let grace: NodeJS.Timeout | undefined;
  const asked = await Promise.allSettled(
    (['A', 'AAAA'] as const).map(async (type) => {
      const one = await ask(type, enough.signal);
      if (addressesIn(one).length > 0) grace ??= setTimeout(() => enough.abort(), otherKindMs);
      return one;
    }),
  );
  clearTimeout(grace);
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  const answered = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const found = answered.flatMap(addressesIn);
  if (found.length > 0) return found;
  if (answered.some(({ exists }) => !exists)) throw noSuchName;
  for (const one of asked) if (one.status === 'rejected') throw one.reason;
  return [];
}

function addressesIn({ answers }: Asked): string[] {
  return answers.flatMap((answer) => (answer.type === 'A' || answer.type === 'AAAA' ? [answer.data] : []));
}

type Question = {
  readonly resolver: ResolverAddress;
  readonly name: string;
  readonly type: Type;
  readonly signal: AbortSignal | undefined;
};

/** Asks once, and once more without EDNS if the resolver does not know it (RFC 6891 §7). */
async function exchange(question: Question): Promise<DecodedPacket> {
  const answer = await exchangeMessages(question, true);
  const knowsEdns = !['FORMERR', 'NOTIMP'].includes(rcodeOf(answer));
  return knowsEdns ? answer : await exchangeMessages(question, false);
}

async function exchangeMessages(
  { resolver, name, type, signal }: Question,
  withEdns: boolean,
): Promise<DecodedPacket> {
  signal?.throwIfAborted();
  const id = randomInt(65_536);
  const question = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ type, name, class: 'IN' }],
    additionals: withEdns ? [edns] : [],
  });
  const isAnswer = (packet: DecodedPacket): boolean => {
    if (packet.id !== id || packet.type !== 'response') return false;
    const [asked] = packet.questions ?? [];
    // A resolver that does not understand a message may leave the question out of its answer.
    if (asked === undefined) return rcodeOf(packet) === 'FORMERR';
    return asked.type === type && sameName(asked.name, name);
  };
  const short = await askByUdp(resolver, question, isAnswer, signal);
  if (!short.flag_tc) return short;
  const full = decodeOrNull(await askByTcp(resolver, question, signal));
  if (full === null || !isAnswer(full)) throw new DnsError('ESERVFAIL');
  return full;
}

const edns: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: datagramBytes,
  flags: 0,
  extendedRcode: 0,
  ednsVersion: 0,
  flag_do: false,
  options: [],
};

function rcodeOf(packet: DecodedPacket): string {
  return (packet as DecodedPacket & { readonly rcode: string }).rcode;
}

/** Sends the question from a port that the kernel chose at random; datagrams that do not answer it are ignored. */
function askByUdp(
  { host, port }: ResolverAddress,
  question: Buffer,
  isAnswer: (packet: DecodedPacket) => boolean,
  signal: AbortSignal | undefined,
): Promise<DecodedPacket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return new Promise<DecodedPacket>((resolve, reject) => {
    // An answer that arrived while this thread was busy is read before the limit counts.
    const late = setTimeout(() => setImmediate(() => reject(new DnsError('ETIMEOUT'))), tryMs);
    const stop = () => reject(signal!.reason as Error);
    signal?.addEventListener('abort', stop);
    socket.once('close', () => {
      clearTimeout(late);
      signal?.removeEventListener('abort', stop);
    });
    socket.on('error', (cause) => reject(new DnsError('ESERVFAIL', { cause })));
    socket.on('message', (bytes) => {
      const packet = decodeOrNull(bytes);
      if (packet !== null && isAnswer(packet)) resolve(packet);
    });
    socket.connect(port, host, () => socket.send(question));
  }).finally(() => socket.close());
}

/** Sends the question with its length in two bytes and reads one answer of the same form (RFC 1035 §4.2.2). */
function askByTcp(
  { host, port }: ResolverAddress,
  question: Buffer,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const socket = connect({ host, port, signal });
  return new Promise<Buffer>((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.setTimeout(tryMs, () => reject(new DnsError('ETIMEOUT')));
    socket.on('error', (cause) => reject(new DnsError('ESERVFAIL', { cause })));
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
