import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { decode, encode, type Answer } from 'dns-packet';
import type { ScriptedName } from './scenario.js';

const udpBytes = 512;
/** AD of RFC 4035 §3.2.3: the resolver has validated the answer. */
const adBit = 0x20;

type ZoneServerOptions = {
  readonly port?: number;
  /** Whether it sets the AD bit on everything, as a resolver does that has validated it. Default: false, since nothing is signed. */
  readonly claimsValidation?: boolean;
};

/**
 * Starts a DNS server on the address, by default on port 53, over UDP and TCP, and returns a function that stops it. Unknown names do not exist. An answer of more than
 * 512 bytes is cut short over UDP, as servers without EDNS do.
 */
export async function startZoneServer(
  address: string,
  names: ReadonlyMap<string, ScriptedName>,
  { port = 53, claimsValidation = false }: ZoneServerOptions = {},
): Promise<() => void> {
  const questions = new Map<string, number>();
  async function answer(query: Buffer): Promise<Buffer | null> {
    const packet = decode(query);
    const [question] = packet.questions ?? [];
    const name = question?.name.toLowerCase() ?? '';
    const type = question?.type ?? 'A';
    const scripted = names.get(name);
    const asked = (questions.get(`${type} ${name}`) ?? 0) + 1;
    questions.set(`${type} ${name}`, asked);
    if (scripted?.fault === 'silence') return null;
    if (scripted?.delayMs !== undefined) await delay(scripted.delayMs);
    const exists = scripted !== undefined || [...names.keys()].some((known) => known.endsWith(`.${name}`));
    const rcode = scripted?.fault === 'servfail' ? 2 : exists ? 0 : 3;
    return encode({
      type: 'response',
      id: packet.id ?? 0,
      // RD, RA.
      flags: 0x0180 | (claimsValidation ? adBit : 0) | rcode,
      questions: packet.questions ?? [],
      answers: scripted === undefined || rcode !== 0 ? [] : recordsOf(name, type, scripted, asked),
    });
  }
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    void answer(query).then((bytes) => {
      if (bytes !== null)
        udp.send(bytes.length > udpBytes ? cutShort(query) : bytes, from.port, from.address);
    });
  });
  udp.bind(port, address);
  await once(udp, 'listening');
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      void answer(chunk.subarray(2)).then((bytes) => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(bytes?.length ?? 0);
        socket.end(Buffer.concat([length, bytes ?? Buffer.alloc(0)]));
      });
    });
  });
  tcp.listen(port, address);
  await once(tcp, 'listening');
  return () => {
    udp.close();
    tcp.close();
  };
}

function cutShort(query: Buffer): Buffer {
  const { id = 0, questions = [] } = decode(query);
  return encode({ type: 'response', id, flags: 0x0380, questions });
}

function recordsOf(name: string, type: string, scripted: ScriptedName, asked: number): Answer[] {
  const shared = { name, ttl: 60, class: 'IN' as const };
  const { A = [], thenA, MX = [], SRV = [], TXT = [] } = scripted;
  const addresses = thenA !== undefined && asked > 1 ? thenA : A;
  switch (type) {
    case 'A':
      return addresses.map((data) => ({ ...shared, type: 'A', data }));
    case 'MX':
      return MX.map(([preference, exchange]) => ({ ...shared, type: 'MX', data: { preference, exchange } }));
    case 'SRV':
      return SRV.map(([priority, weight, port, target]) => ({
        ...shared,
        type: 'SRV',
        data: { priority, weight, port, target },
      }));
    case 'TXT':
      return TXT.map((data) => ({ ...shared, type: 'TXT', data: [...data] }));
    default:
      return [];
  }
}
