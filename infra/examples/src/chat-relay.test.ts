import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventTypes, type SentType } from '@postern/core/event';
import {
  slackMessageSchema,
  startChatService,
  teamsMessageSchema,
  type ChatService,
} from '@postern/test/servers/chat-service';
import { signWithLibrary } from '@postern/test/servers/webhook-receiver';
import { createChatRelay, type PosternEvent } from './chat-relay.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const sha256 = 'ab'.repeat(32);
const about = { accountId: '019ac3f0-0000-7000-8000-000000000000', domain: 'example.com' };
/** An event of each type, and what the message must say. */
const samples: Record<SentType, { data: object; title: string }> = {
  'domain.failed': {
    data: {
      ...about,
      server: 'imap.example.com:993',
      code: 'connect-refused',
      title: 'It refuses connections',
      advice: 'Check the port.',
      field: 'imap.port',
    },
    title: 'example.com: It refuses connections',
  },
  'domain.recovered': {
    data: { ...about, server: 'imap.example.com:993', downtimeSeconds: 600 },
    title: 'example.com works again',
  },
  'certificate.expiring': {
    data: { accountId: about.accountId, host: 'imap.example.com', port: 993, daysLeft: 7, sha256 },
    title: 'The certificate of imap.example.com:993 ends in 7 days',
  },
  'certificate.changed': {
    data: { ...about, server: 'imap.example.com:993', pinnedSha256: sha256, servedSha256: 'cd'.repeat(32) },
    title: 'example.com: the server has another certificate than the one that was accepted',
  },
  'settings.changed': {
    data: { ...about, change: 'updated', actor: 'Jane', revision: 2, fields: ['imap.host', 'imap.port'] },
    title: 'Settings updated: example.com',
  },
  'attempt.seen': {
    data: { ...about, actor: 'CRM', servers: {} },
    title: 'A user tried to connect a mailbox: example.com',
  },
  'allowlist.revised': {
    data: { accountId: about.accountId, revision: 3, added: 2, removed: 0, stateChanges: 1 },
    title: 'Revision 3 of the allowlist: 2 added, 1 with a new state',
  },
  'webhook.test': { data: {}, title: 'Postern reaches this channel' },
};
const services = {
  slack: { schema: slackMessageSchema, accepted: 200 },
  teams: { schema: teamsMessageSchema, accepted: 202 },
} as const;

describe.each(['slack', 'teams'] as const)('the chat relay for %s', (name) => {
  let service: ChatService;
  let url: string;
  let relay: ReturnType<typeof createChatRelay>;
  beforeAll(async () => {
    service = await startChatService(services[name].schema, services[name].accepted);
    const chat = name === 'slack' ? { slackUrl: service.url } : { teamsUrl: service.url };
    relay = createChatRelay({ secret, chat, posternUrl: 'https://postern.example.com' });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    relay.closeAllConnections();
    relay.close();
    await service.close();
  });
  afterEach(() => {
    service.posted.length = 0;
  });

  let sent = 0;
  const deliver = (event: Partial<PosternEvent>, id = `event-${(sent += 1)}`, key = secret) => {
    const body = JSON.stringify({ timestamp: new Date().toISOString(), data: {}, ...event });
    return fetch(url, { method: 'POST', headers: signWithLibrary(key, id, body), body });
  };
  /** The texts of the only message. */
  const texts = (): string[] => {
    expect(service.posted).toHaveLength(1);
    return [...JSON.stringify(service.posted[0]).matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].map(
      ([, text]) => JSON.parse(text!) as string,
    );
  };

  test.each([...eventTypes, 'webhook.test'] as const)(
    'posts %s as the service documents it',
    async (type) => {
      const { data, title } = samples[type];
      expect((await deliver({ type, data: data as PosternEvent['data'] })).status).toBe(204);
      expect(texts()[0]).toBe(title);
      const told = JSON.stringify(service.posted[0]);
      for (const value of Object.entries(data).flatMap(([key, one]) =>
        ['advice', 'server', 'field', 'servedSha256'].includes(key) ? [String(one)] : [],
      ))
        expect(told).toContain(value);
      expect(told).toContain('https://postern.example.com/');
    },
  );

  test('posts an import, and an event of a type that it does not know', async () => {
    await deliver({
      type: 'settings.changed',
      data: { change: 'imported', actor: 'Jane', created: 3, updated: 4 },
    });
    expect(texts()[0]).toBe('An import created 3 and updated 4 domains');
    service.posted.length = 0;
    await deliver({ type: 'domain.moved', data: { domain: 'example.com' } });
    expect(texts()[0]).toBe('domain.moved example.com');
  });

  test('refuses a delivery whose signature is not right', async () => {
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect((await deliver({ type: 'webhook.test' }, 'forged', other)).status).toBe(401);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(service.posted).toEqual([]);
  });

  test('posts a delivery that arrives twice once', async () => {
    await deliver({ type: 'webhook.test' }, 'twice');
    expect((await deliver({ type: 'webhook.test' }, 'twice')).status).toBe(204);
    expect(service.posted).toHaveLength(1);
  });

  test('cuts values that the service would refuse, and lets none of them format or mention', async () => {
    const long = '<!channel> **bold** [link](https://example.com)\r\n'.repeat(80);
    const data = { ...about, title: long, advice: long, server: long, field: long, code: long };
    expect((await deliver({ type: 'domain.failed', data })).status).toBe(204);
    expect(texts().every((text) => !text.includes('\r'))).toBe(true);
  });

  test('tells Postern to wait, to stop, or to try again as the service answers', async () => {
    service.answers.push(
      { status: 429, headers: { 'retry-after': '30' } },
      { status: 410 },
      { status: 400 },
      { status: 302, headers: { location: 'http://127.0.0.1/' } },
    );
    const wait = await deliver({ type: 'webhook.test' }, 'again');
    expect([wait.status, wait.headers.get('retry-after')]).toEqual([429, '30']);
    const statuses = [];
    for (let times = 0; times < 4; times += 1)
      statuses.push((await deliver({ type: 'webhook.test' }, 'again')).status);
    expect(statuses).toEqual([410, 502, 502, 204]);
  });
});

test('the chat relay runs as a program of its own', async () => {
  const service = await startChatService(services.slack.schema, services.slack.accepted);
  const file = fileURLToPath(new URL('chat-relay.ts', import.meta.url));
  const env = { ...process.env, WEBHOOK_SECRET: secret, SLACK_URL: service.url, PORT: '0' };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = /port: (\d+)/.exec(line.toString())![1];
  const body = JSON.stringify({ type: 'webhook.test', data: {} });
  const headers = signWithLibrary(secret, 'one', body);
  expect((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status).toBe(204);
  expect(service.posted).toHaveLength(1);
  child.kill();
  await once(child, 'exit');
  await service.close();
});
