import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack } from '../end-to-end/start-stack.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startTestServers } from '../environment/test-servers.js';
import { waitUntil } from '../environment/wait-until.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startWebhookReceiver } from '../servers/webhook-receiver.js';

/** How long after the answer to a save its webhook receives it, on both backends, while nothing else happens. */
export async function run(options: readonly string[]): Promise<void> {
  const saves = options.includes('--quick') ? 20 : 100;
  const stopServers = await startTestServers();
  try {
    for (const backend of ['postgres', 'redis']) {
      const times = (await measure(saves, backend === 'redis')).toSorted((one, other) => one - other);
      const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(0);
      console.log(
        `${backend}: ${saves} saves, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms from answer to receiver`,
      );
    }
  } finally {
    await stopServers();
  }
}

async function measure(saves: number, onRedis: boolean): Promise<number[]> {
  const folder = await createPrivateFolder('deliveries');
  const authority = await createCertificateAuthority(folder.path);
  const { keyFile, certificateFile } = await authority.issue('hooks', ['IP:127.0.0.1'], 90);
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')]);
  const receiver = await startWebhookReceiver({ key, cert });
  const database = await createTestDatabase();
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(onRedis ? { redisUrl: `${process.env.TEST_REDIS_URL}/6` } : {}),
    environment: {
      POSTERN_EGRESS_PORTS: String(receiver.port),
      POSTERN_EGRESS_CA: authority.caFile,
      POSTERN_LOG_LEVEL: 'fatal',
    },
  });
  const times: number[] = [];
  try {
    const hook = { url: receiver.url, events: ['settings.changed'] };
    receiver.secret = (await stack.call<{ secret: string }>('POST', '/v1/webhooks', hook)).secret;
    for (let save = 0; save < saves; save += 1) {
      await delay(Math.random() * 1000); // What runs every second is met at every moment.
      let arrivedAt = 0;
      receiver.answer = (_request, response) => {
        arrivedAt = performance.now();
        response.writeHead(204).end();
      };
      const domain = `d${save}.example.com`;
      const exchange = { url: 'https://mail.example.com/EWS/Exchange.asmx' };
      await stack.call('POST', '/v1/mail-settings', { domain, kind: 'exchange', exchange });
      const answeredAt = performance.now();
      await waitUntil(() => arrivedAt > 0);
      times.push(arrivedAt - answeredAt);
    }
    return times;
  } finally {
    await stack.stop();
    await receiver.close();
    await database.drop();
    await folder.remove();
  }
}
