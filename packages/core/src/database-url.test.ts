import { expect, test } from '@jest/globals';
import { databaseUrlSchema } from './database-url.js';

const base = 'postgresql://postern:secret%2C@db.example.com:5432/postern';

test.each([
  [base, base],
  ['postgres://db/postern', 'postgres://db/postern'],
  [`${base}?sslmode=disable`, `${base}?sslmode=disable&uselibpqcompat=true`],
  [`${base}?sslmode=require`, `${base}?sslmode=require&uselibpqcompat=true`],
  [
    `${base}?sslmode=verify-full&sslrootcert=/etc/ca.pem`,
    `${base}?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&uselibpqcompat=true`,
  ],
  ['postgresql://u:p@/postern?host=/run/postgresql', 'postgresql://u:p@/postern?host=%2Frun%2Fpostgresql'],
])('%s is accepted, and accepted again as it was parsed', (text, url) => {
  expect(databaseUrlSchema.parse(text)).toBe(url);
  expect(databaseUrlSchema.parse(url)).toBe(url);
});

test.each([
  ['mysql://db/postern', 'must be a URL that starts with postgresql://'],
  ['postgresql://one:5432,two:5432/postern', 'must name one host'],
  ['postgresql://u:p@one,two/postern?target_session_attrs=read-write', 'must name one host'],
  [`${base}?target_session_attrs=read-write`, 'parameter target_session_attrs'],
  [`${base}?options=-c%20search_path%3Dother`, 'parameter options'],
  [`${base}?ssl=true`, 'parameter ssl;'],
  [`${base}?channel_binding=require`, 'parameter channel_binding'],
  [`${base}?sslmode=prefer`, 'sslmode that is not one of disable, require, verify-ca, verify-full'],
  [`${base}?sslmode=no-verify`, 'sslmode that is not one of'],
  [`${base}?sslmode=verify-ca`, 'verify-ca without sslrootcert'],
  [`${base}?sslrootcert=/etc/ca.pem`, 'sslrootcert without sslmode'],
  [`${base}?host=other.example.com`, 'directory of a Unix socket'],
  ['postgresql://10.0.0.8/postern?sslmode=verify-full', 'with an IP address'],
  ['postgresql://10%2e0%2e0%2e8/postern?sslmode=verify-full', 'with an IP address'],
  ['postgresql://u@[2001:db8::1]:5432/postern?sslmode=verify-full', 'with an IP address'],
])('%s is refused by the rule it breaks, without its value', (text, rule) => {
  const parsed = databaseUrlSchema.safeParse(text);
  const message = parsed.success ? 'accepted' : parsed.error.issues[0]!.message;
  expect(message).toContain(rule);
  expect(message).not.toMatch(/secret|db\.example|read-write/);
});
