import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answerOf, createPosternClient } from '@postern/client/postern-client';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startStack, type Stack } from './start-stack.js';

let database: TestDatabase;
const replicas: Stack[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  const options = {
    databaseUrl: database.connectionString,
    environment: { POSTERN_SECRET_KEY: randomBytes(32).toString('base64') }, // Replicas share it.
  };
  replicas.push(await startStack(options));
  replicas.push(await startStack(options));
});
afterAll(async () => {
  await Promise.all(replicas.map((stack) => stack.stop()));
  await database.drop();
});

const settings = (port: number) => ({
  domain: 'example.com',
  kind: 'imap' as const,
  imap: { host: 'imap.example.com', port, tls: 'implicit' as const },
  smtp: { host: 'smtp.example.com', port: 587 },
});
const path = { domain: 'example.com' };
const populate = ({ client }: Stack) =>
  answerOf(client.GET('/v1/populate', { params: { query: { email: 'jane@example.com' } } }));

test('R15 a change through one replica of the api is in the next response of every other replica', async () => {
  await answerOf(replicas[0]!.client.POST('/v1/mail-settings', { body: settings(1000) }));
  for (let port = 1001; port <= 1040; port += 1) {
    const { client } = replicas[port % 2]!;
    // A replica that cached responses would now have these in its cache.
    await Promise.all(replicas.map(populate));
    await answerOf(client.PUT('/v1/mail-settings/{domain}', { params: { path }, body: settings(port) }));
    const answers = await Promise.all(replicas.map(populate));
    expect(answers).toEqual(
      replicas.map(() => expect.objectContaining({ imap: expect.objectContaining({ port }) })),
    );
  }
});

test('R15 settings that were deleted through one replica of the api are gone on the other', async () => {
  await answerOf(replicas[1]!.client.DELETE('/v1/mail-settings/{domain}', { params: { path } }));
  expect((await populate(replicas[0]!)).match).toBe('none');
});

test('a token that was revoked through one replica of the api is refused by the other at once', async () => {
  const { client } = replicas[0]!;
  const { id, token } = await answerOf(client.POST('/v1/tokens', { body: { name: 'x', role: 'member' } }));
  const member = createPosternClient({ baseUrl: replicas[1]!.url, token });
  expect((await member.GET('/v1/me')).response.status).toBe(200);
  await answerOf(client.DELETE('/v1/tokens/{id}', { params: { path: { id } } }));
  expect((await member.GET('/v1/me')).response.status).toBe(401);
});
