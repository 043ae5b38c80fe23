import { readFile } from 'node:fs/promises';
import { asOperator, inAccount, openDatabase } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';
import { newId } from '@postern/database/id';
import { createToken } from '@postern/database/tokens';
import type { Verification } from '@postern/core/verification';
import { startStack, type Stack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';

const hostileAtOnce = 20;

/**
 * How much one account that verifies hostile servers, 20 at a time in a loop, slows another account's good ones: p95
 * of the time from the request to the stored result, with and without, as a ratio.
 */
export async function run(options: readonly string[]): Promise<void> {
  const tries = options.includes('--quick') ? 10 : 60;
  const stopServers = await startTestServers();
  const folder = await createPrivateFolder('fairness');
  const authority = await createCertificateAuthority(folder.path);
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const good = [
    await startScriptedServer(imapScript(), tls),
    await startScriptedServer(smtpScript(), tls),
  ] as const;
  const hostile = await Promise.all([startScriptedServer(drip), startScriptedServer(flood)]);
  const database = await createTestDatabase();
  const ports = [...good, ...hostile].map(({ port }) => port);
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(process.env.TEST_REDIS_URL === undefined ? {} : { redisUrl: `${process.env.TEST_REDIS_URL}/7` }),
    environment: {
      POSTERN_EGRESS_PORTS: ports.join(),
      POSTERN_EGRESS_CA: authority.caFile,
      POSTERN_LOG_LEVEL: 'fatal',
    },
  });
  try {
    const mallory = await secondAccount(database.connectionString);
    const servers = (imapPort: number, smtpPort: number, mode: string) => ({
      domain: 'try.example.com',
      kind: 'imap',
      imap: { host: '127.0.0.1', port: imapPort, tls: mode },
      smtp: { host: '127.0.0.1', port: smtpPort, tls: mode },
    });
    const time = () => timeTries(stack, stack.token, servers(good[0].port, good[1].port, 'implicit'), tries);
    await time();
    const alone = await time();
    let isOver = false;
    const attack = Array.from({ length: hostileAtOnce }, async (_, index) => {
      const body = servers(hostile[index % 2]!.port, hostile[(index + 1) % 2]!.port, 'starttls');
      while (!isOver) await timeTries(stack, mallory, body, 1);
    });
    const attacked = await time();
    isOver = true;
    await Promise.all(attack);
    console.log(
      `good verifications alone: p95 ${alone.toFixed(0)} ms; beside ${hostileAtOnce} hostile ones: p95 ${attacked.toFixed(0)} ms`,
    );
    console.log(`ratio: ${(attacked / alone).toFixed(2)}`);
  } finally {
    await stack.stop();
    await database.drop();
    await Promise.all([...good, ...hostile].map((server) => server.close()));
    await folder.remove();
    await stopServers();
  }
}

/** A letter every 100 ms, never a line. */
async function drip(wire: { sendRaw(text: string): void }): Promise<void> {
  for (let sent = 0; sent < 300; sent += 1) {
    wire.sendRaw('a');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** As much as is taken, in lines that mean nothing. */
async function flood(wire: { sendRaw(text: string): void }): Promise<void> {
  for (let sent = 0; sent < 1000; sent += 1) {
    wire.sendRaw('* OK '.padEnd(1000, 'x') + '\r\n');
    if (sent % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function timeTries(stack: Stack, token: string, body: object, tries: number): Promise<number> {
  const times: number[] = [];
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (let index = 0; index < tries; index += 1) {
    const started = performance.now();
    const answer = await stack.fetch('/v1/verifications', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const { id } = (await answer.json()) as Verification;
    const events = await stack.fetch(`/v1/verifications/${id}`, { headers });
    let { state } = (await events.json()) as Verification;
    while (state === 'queued' || state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ({ state } = (await (
        await stack.fetch(`/v1/verifications/${id}`, { headers })
      ).json()) as Verification);
    }
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

async function secondAccount(connectionString: string): Promise<string> {
  const database = await openDatabase(connectionString);
  const id = newId();
  await asOperator(database).insert(Account, { id, name: 'mallory' });
  const wanted = { accountId: id, role: 'super-admin', name: 'mallory', createdBy: 'bench' } as const;
  const { secret } = await inAccount(database, id).transactional((em) => createToken(em, wanted));
  await database.close();
  return secret;
}
