import { expect, test } from '@jest/globals';
import { ehloName } from './smtp-reply.js';

const conversation = (configured: string | null, sourceAddress: string | null, localAddress: string) =>
  ({
    request: { ehloName: configured },
    report: { sourceAddress },
    connected: { localAddress },
  }) as unknown as Parameters<typeof ehloName>[0];

test.each([
  ['probe.example.com', '198.51.100.7', '10.0.0.7', 'box.example.net', 'probe.example.com'],
  [null, '198.51.100.7', '10.0.0.7', 'box.example.net', 'box.example.net'],
  [null, '198.51.100.7', '10.0.0.7', 'box', '[198.51.100.7]'],
  [null, '2001:db8::7', '10.0.0.7', 'box', '[IPv6:2001:db8::7]'],
  [null, null, '10.0.0.7', 'box', '[10.0.0.7]'],
  [null, null, '127.0.0.1', 'box', 'box'],
  [null, '127.0.0.9', '127.0.0.9', 'box', 'box'],
  [null, null, '10.0.0.7', '192.0.2.1', '[10.0.0.7]'],
])(
  'with the configured name %j, public address %j, bound address %s and host %s, EHLO has %s',
  (configured, seen, bound, host, name) => {
    expect(ehloName(conversation(configured, seen, bound), host)).toBe(name);
  },
);
