import { expect, test } from '@jest/globals';
import { describeEnvironment, EnvironmentError, parseEnvironment } from './environment.js';

const files: Readonly<Record<string, string>> = {
  '/run/key': `${btoa('k'.repeat(32))}\n`,
  '/run/empty': ' \n',
};
const parse = (source: Record<string, string>) =>
  parseEnvironment(source, (path) => {
    if (files[path] === undefined) throw Object.assign(new Error('No such file'), { code: 'ENOENT' });
    return files[path];
  });

const failing = (source: Record<string, string>) => {
  try {
    parse(source);
  } catch (error) {
    return error instanceof EnvironmentError ? error.message : String(error);
  }
  return 'accepted';
};

test('an environment without variables gives the default values', () => {
  expect(parse({ PATH: '/bin', POSTERN_DATA_DIR: '' })).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 3000,
    POSTERN_EGRESS_PORTS: [25, 143, 443, 465, 587, 993, 2525],
    POSTERN_EGRESS_ALLOW: [],
    POSTERN_WORKER_CONCURRENCY: 50,
    POSTERN_LOG_LEVEL: 'info',
  });
});

test('parses variables that hold comma-separated lists', () => {
  const env = parse({
    POSTERN_EGRESS_ALLOW: '127.0.0.0/8, ::1',
    POSTERN_EGRESS_ADDRESS: 'imap=10.0.0.8/198.51.100.8,10.0.0.9,webhook=10.0.0.10',
  });
  expect(env.POSTERN_EGRESS_ALLOW).toMatchObject([
    { family: 4, length: 8 },
    { family: 6, length: 128 },
  ]);
  expect(env.POSTERN_EGRESS_ADDRESS).toEqual([
    { protocol: 'imap', local: '10.0.0.8', public: '198.51.100.8' },
    { protocol: null, local: '10.0.0.9', public: null },
    { protocol: 'webhook', local: '10.0.0.10', public: null },
  ]);
});

test.each([
  ['9464', { host: '127.0.0.1', port: 9464 }],
  ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
  ['[::1]:9464', { host: '::1', port: 9464 }],
])('POSTERN_WORKER_METRICS = %s sets the listening address of the worker’s metrics', (text, address) => {
  expect(parse({ POSTERN_WORKER_METRICS: text }).POSTERN_WORKER_METRICS).toEqual(address);
});

test.each([
  ['192.0.2.53', { host: '192.0.2.53', port: 53 }],
  ['192.0.2.53:5353', { host: '192.0.2.53', port: 5353 }],
  ['2001:db8::53', { host: '2001:db8::53', port: 53 }],
  ['[2001:db8::53]:5353', { host: '2001:db8::53', port: 5353 }],
])('POSTERN_RESOLVER = %s sets the address of the validating resolver', (text, address) => {
  expect(parse({ POSTERN_RESOLVER: text }).POSTERN_RESOLVER).toEqual(address);
});

test.each(['https://ispdb.example.com/v1.1/', '/srv/ispdb', 'off'])('POSTERN_ISPDB may be %s', (place) => {
  expect(parse({ POSTERN_ISPDB: place }).POSTERN_ISPDB).toBe(place);
});

test.each([
  [
    'smtps://jane%40example.com:p%3Ass@mail.example.com',
    { port: 465, tls: 'implicit', login: { user: 'jane@example.com', password: 'p:ss' } },
  ],
  ['smtp://mail.example.com:2525/', { host: 'mail.example.com', port: 2525, tls: 'starttls', login: null }],
  ['smtp://[2001:db8::1]', { host: '2001:db8::1', port: 587 }],
])('POSTERN_SMTP_URL = %s names the server for Postern’s own mails', (url, server) => {
  const env = parse({ POSTERN_SMTP_URL: url, POSTERN_MAIL_FROM: 'Postern <postern@example.com>' });
  expect(env.POSTERN_SMTP_URL).toMatchObject(server);
  expect(env.POSTERN_MAIL_FROM).toEqual({ name: 'Postern', address: 'postern@example.com' });
});

test.each([
  'https://mail.example.com',
  'smtp://hidden@mail.example.com',
  'smtp://u:hidden%@mail.example.com',
  'smtp://mail.example.com/?tls=hidden',
  'hidden',
])('POSTERN_SMTP_URL = %s is refused without being repeated', (url) => {
  const message = failing({ POSTERN_SMTP_URL: url, POSTERN_MAIL_FROM: 'postern@example.com' });
  expect(message).toMatch(/^POSTERN_SMTP_URL must be smtps:/);
  expect(message).not.toContain('hidden');
});

test.each(['POSTERN_SMTP_URL', 'POSTERN_MAIL_FROM'])('%s alone is refused', (name) => {
  const value = name === 'POSTERN_SMTP_URL' ? 'smtps://mail.example.com' : 'postern@example.com';
  expect(failing({ [name]: value })).toContain('are needed together');
});

test.each(['jane', 'A\r\nBcc: x <jane@example.com>', '<a@example.com>, <b@example.com>'])(
  'POSTERN_MAIL_FROM = %j is refused',
  (from) => {
    expect(failing({ POSTERN_SMTP_URL: 'smtps://mail.example.com', POSTERN_MAIL_FROM: from })).toContain(
      'POSTERN_MAIL_FROM must be',
    );
  },
);

test('a secret may be in a file, without the line break at its end', () => {
  const { POSTERN_SECRET_KEY } = parse({ POSTERN_SECRET_KEY_FILE: '/run/key' });
  expect(POSTERN_SECRET_KEY).toEqual([btoa('k'.repeat(32))]);
});

test('every variable is described, and the secrets among them have a variable for a file', () => {
  const described = describeEnvironment();
  expect(described.filter(({ description, unset }) => !description || !unset)).toEqual([]);
  expect(described.flatMap(({ file }) => file ?? [])).toEqual([
    'DATABASE_URL_FILE',
    'DATABASE_MIGRATION_URL_FILE',
    'REDIS_URL_FILE',
    'POSTERN_BOOTSTRAP_TOKEN_FILE',
    'POSTERN_OPERATOR_TOKEN_FILE',
    'POSTERN_SECRET_KEY_FILE',
    'POSTERN_SMTP_URL_FILE',
    'POSTERN_OIDC_CLIENT_SECRET_FILE',
  ]);
});

test.each([
  [{ POSTERN_DATA_DIR_FILE: '/run/key' }, 'POSTERN_DATA_DIR_FILE is not a variable of Postern'],
  [
    { POSTERN_SECRET_KEY_FILE: '/run/missing' },
    'POSTERN_SECRET_KEY_FILE names a file that cannot be read (ENOENT)',
  ],
  [{ POSTERN_SECRET_KEY_FILE: '/run/empty' }, 'POSTERN_SECRET_KEY_FILE names an empty file'],
  [
    { POSTERN_SECRET_KEY: btoa('s'.repeat(32)), POSTERN_SECRET_KEY_FILE: '/run/key' },
    'POSTERN_SECRET_KEY and POSTERN_SECRET_KEY_FILE are both set',
  ],
  [{ POSTERN_EGRES_PORTS: '25' }, 'POSTERN_EGRES_PORTS is not a variable of Postern'],
  [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
  [{ POSTERN_WORKER_METRICS: '0' }, 'POSTERN_WORKER_METRICS must be [address:]port'],
  // an IPv6 address needs brackets
  [{ POSTERN_WORKER_METRICS: '::1:9464' }, 'POSTERN_WORKER_METRICS must be [address:]port'],
  [{ POSTERN_WORKER_METRICS: 'metrics.example.com:9464' }, 'POSTERN_WORKER_METRICS must be [address:]port'],
  [{ POSTERN_RESOLVER: '53' }, 'POSTERN_RESOLVER must be address[:port]'],
  [{ POSTERN_RESOLVER: 'dns.example.com' }, 'POSTERN_RESOLVER must be address[:port]'],
  [{ POSTERN_ISPDB: 'http://v1.ispdb.net/' }, 'POSTERN_ISPDB must be an https URL'],
  [{ POSTERN_ISPDB: 'https://v1.ispdb.net' }, 'POSTERN_ISPDB must be an https URL'],
  [{ POSTERN_EGRESS_PORTS: '993,0' }, 'POSTERN_EGRESS_PORTS must be a comma-separated list'],
  [{ POSTERN_EGRESS_ALLOW: '10.0.0.1/8' }, 'POSTERN_EGRESS_ALLOW'],
  [{ POSTERN_BOOTSTRAP_TOKEN: 'short-secret' }, 'POSTERN_BOOTSTRAP_TOKEN must be 32 to 200'],
  [{ REDIS_URL: 'http://secret@cache' }, 'REDIS_URL must be a URL that starts with redis:// or rediss://'],
  [{ DATABASE_URL: 'postgres://app@db/app' }, 'POSTERN_SECRET_KEY is required with DATABASE_URL'],
])('refuses the environment %j', (source, message) => {
  expect(failing(source)).toContain(message);
  expect(failing(source)).not.toMatch(/secret@|short-secret|10\.0\.0\.1/);
});
