import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PopulateAnswer } from '@postern/core/populate';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startStack, type Stack } from './start-stack.js';

let database: TestDatabase;
let replicas: Stack[];
beforeAll(async () => {
  database = await createTestDatabase();
  const databaseUrl = database.connectionString;
  const first = await startStack({ databaseUrl });
  replicas = [first, await startStack({ databaseUrl })];
});
afterAll(async () => {
  await Promise.all(replicas.map((stack) => stack.stop()));
  await database.drop();
});

const settings = (port: number) => ({
  domain: 'example.com',
  kind: 'imap',
  imap: { host: 'imap.example.com', port, tls: 'implicit' },
  smtp: { host: 'smtp.example.com', port: 587 },
});
const populate = (stack: Stack) => stack.call<PopulateAnswer>('GET', '/v1/populate?email=jane@example.com');

test('R15 what an admin changes through one replica is the very next answer of every other', async () => {
  await replicas[0]!.call('POST', '/v1/mail-settings', settings(1000));
  for (let port = 1001; port <= 1040; port += 1) {
    const writer = replicas[port % 2]!;
    await Promise.all(replicas.map(populate)); // Whoever remembers answers would remember these.
    await writer.call('PUT', '/v1/mail-settings/example.com', settings(port));
    const answers = await Promise.all(replicas.map(populate));
    expect(answers).toEqual(
      replicas.map(() => expect.objectContaining({ imap: expect.objectContaining({ port }) })),
    );
  }
});

test('R15 what is deleted through one replica is gone on the other', async () => {
  await replicas[1]!.call('DELETE', '/v1/mail-settings/example.com');
  expect((await populate(replicas[0]!)).match).toBe('none');
});

test('a token revoked through one replica ends on the other at once', async () => {
  const { id, token } = await replicas[0]!.call<{ id: string; token: string }>('POST', '/v1/tokens', {
    name: 'x',
    role: 'member',
  });
  const me = () => fetch(`${replicas[1]!.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await me()).status).toBe(200);
  await replicas[0]!.call('DELETE', `/v1/tokens/${id}`);
  expect((await me()).status).toBe(401);
});
