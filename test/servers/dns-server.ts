import { createSocket, type RemoteInfo } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/**
 * The answer for a name: its addresses (an empty list is NODATA), NXDOMAIN (`no-such-name`), SERVFAIL (`trouble`),
 * or no answer (`silence`).
 */
export type DnsAnswer = readonly string[] | 'no-such-name' | 'trouble' | 'silence';

/** Which kind of address a question is for. */
export type DnsQuestion = 'A' | 'AAAA';

export type DnsServer = {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** Looks a name up at this DNS server only; used as `resolve` of a probe. */
  readonly resolve: (host: string) => Promise<string[]>;
  readonly close: () => Promise<void>;
};

const typeA = 1;
const rcodes = { 'no-such-name': 3, trouble: 2 } as const;

/**
 * Starts a DNS server on 127.0.0.1 that answers queries for addresses (RFC 1035 §4) with what `answer` returns when the
 * query arrives. It knows IPv4 addresses only.
 */
export async function startDnsServer(
  answer: (host: string, question: DnsQuestion) => DnsAnswer,
): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const { host, type, end } = readQuestion(query);
    const said = answer(host, type === typeA ? 'A' : 'AAAA');
    if (said === 'silence') return;
    const addresses = typeof said === 'string' || type !== typeA ? [] : said;
    const rcode = typeof said === 'string' ? rcodes[said] : 0;
    socket.send(formatAnswer(query.subarray(0, end), addresses, rcode), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  return {
    port,
    async resolve(host) {
      const resolver = new Resolver({ timeout: 200, tries: 8 });
      resolver.setServers([`127.0.0.1:${port}`]);
      return await resolver.resolve4(host);
    },
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(query: Buffer): { host: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  return { host: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function formatAnswer(question: Buffer, addresses: readonly string[], rcode: number): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(0x8180 | rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, ...records]);
}
