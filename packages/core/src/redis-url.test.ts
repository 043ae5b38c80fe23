import { expect, test } from '@jest/globals';
import { parseRedisUrl } from './redis-url.js';

test.each([
  ['redis://cache', { mode: 'single', nodes: [{ host: 'cache', port: 6379 }], tls: false, database: 0 }],
  [
    'rediss://app:p%40ss@[2001:db8::1]:7000/3',
    {
      nodes: [{ host: '2001:db8::1', port: 7000 }],
      tls: true,
      username: 'app',
      password: 'p@ss',
      database: 3,
    },
  ],
  ['redis://:secret@cache', { username: undefined, password: 'secret' }],
  [
    'redis+sentinel://app:secret@s1,s2:26380/main/2?sentinelPassword=other',
    {
      mode: 'sentinel',
      masterName: 'main',
      database: 2,
      sentinelPassword: 'other',
      nodes: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
      ],
    },
  ],
  [
    'rediss+cluster://n1:7001,n2:7002',
    {
      mode: 'cluster',
      tls: true,
      nodes: [
        { host: 'n1', port: 7001 },
        { host: 'n2', port: 7002 },
      ],
    },
  ],
])('parses %s', (text, expected) => {
  expect(parseRedisUrl(text)).toMatchObject(expected);
});

test.each([
  ['http://secret@cache', 'must be a URL that starts with redis://'],
  ['redis://secret@', 'has a host (number 1)'],
  ['redis://secret@cache:70000', 'a port from 1 to 65535'],
  ['redis://secret@a,b', 'names several hosts: write redis+sentinel://'],
  ['redis+sentinel://secret@a,b', 'needs the name of the master'],
  ['redis+sentinel://secret@a/main/x', 'a database that is not a number'],
  ['redis+cluster://secret@a,b/1', 'names a database: a Cluster has only one'],
  ['redis://secret@a?tls=1', 'has a parameter tls'],
  ['redis+sentinel://a/main?secret=secret', 'only these are supported: sentinelUsername, sentinelPassword'],
  ['redis://secret%@a', 'not percent-encoded'],
])('refuses %s', (text, rule) => {
  const parsed = parseRedisUrl(text);
  expect(parsed).toEqual({ rule: expect.stringContaining(rule) });
  expect(JSON.stringify(parsed)).not.toContain('secret@');
});
