import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerConfig } from './container-config.js';
import { forwardPostgresSocket } from './forward-socket.js';
import { startContainer, type Container } from './start-container.js';

/** The root file system of an image, and an empty database on a port of 127.0.0.1 for it. */
export type ImageUnderProof = {
  readonly root: string;
  readonly config: ContainerConfig;
  readonly databaseUrl: string;
};

/** What the image showed: the figures of a proof. */
export type ImageProof = {
  /** The user that the first process ran as. */
  readonly user: number;
  /** The title of the page that answered the first request. */
  readonly title: string;
  /** The folders of those asked about that could be written. */
  readonly written: readonly string[];
  /** The exit code of the api after the stop signal. */
  readonly exitCode: number | null;
  /** From the start of the api to its first answer, as its health check sees it. */
  readonly seconds: number;
};

/** Asks the image itself: it has no shell, and what runs is its own Node. */
const questions = `
const { mkdirSync, readdirSync, statSync } = require('node:fs');
const written = readdirSync('/').map((name) => '/' + name)
  .concat('/', '/usr/bin', '/usr/lib', '/var/lib', '/var/lib/postern')
  .filter((folder) => { try { mkdirSync(folder + '/written'); return true; } catch { return false; } });
fetch('http://127.0.0.1:' + process.env.PORT + '/').then((answer) => answer.text()).then((page) => {
  const title = /<title>(.*?)<\\/title>/.exec(page)?.[1];
  console.log(JSON.stringify({ user: statSync('/proc/1').uid, title, written }));
});`;

/**
 * Starts the image as an engine would, without a network and with a read-only root: migrates the database, starts the api,
 * waits until the health check passes and requests the first page. Throws with the image's output if it does not become
 * healthy within 90 s.
 */
export async function proveImage({ root, config, databaseUrl }: ImageUnderProof): Promise<ImageProof> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-image-proof-'));
  const mounts = { '/run/postgresql': join(folder, 'postgresql'), '/run/secrets': join(folder, 'secrets') };
  for (const path of [folder, ...Object.values(mounts)]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
  }
  const url = new URL(databaseUrl);
  const socket = await forwardPostgresSocket(mounts['/run/postgresql'], Number(url.port));
  url.hostname = 'localhost';
  url.searchParams.set('host', '/run/postgresql');
  const secrets = { 'database-url': url.href, 'secret-key': Buffer.alloc(32, 5).toString('base64') };
  for (const [name, text] of Object.entries(secrets))
    writeFileSync(join(mounts['/run/secrets'], name), text, { mode: 0o644 });
  const environment = {
    DATABASE_URL_FILE: '/run/secrets/database-url',
    POSTERN_SECRET_KEY_FILE: '/run/secrets/secret-key',
  };
  const start = (command?: string[]) =>
    startContainer({ root, config, environment, mounts, ...(command === undefined ? {} : { command }) });
  try {
    const migrate = start(['migrate']);
    if ((await migrate.ended()) !== 0) throw new Error(`migrate failed:\n${migrate.output()}`);
    const api = start();
    try {
      const seconds = await becomeHealthy(api, config);
      const { stdout } = await api.exec([config.Healthcheck.Test[1]!, '-e', questions]);
      const answers = JSON.parse(stdout) as Pick<ImageProof, 'user' | 'title' | 'written'>;
      return { ...answers, seconds, exitCode: await api.stop() };
    } finally {
      await api.stop();
    }
  } finally {
    socket.close();
    rmSync(folder, { recursive: true });
  }
}

/** Runs the health check until it passes; resolves to the seconds that took. */
async function becomeHealthy(api: Container, { Healthcheck }: ContainerConfig): Promise<number> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  for (;;) {
    await delay(100);
    const isHealthy = await api.exec(Healthcheck.Test.slice(1)).then(
      () => true,
      () => false,
    );
    if (isHealthy) return seconds();
    if (!api.isRunning() || seconds() > 90) throw new Error(`The image is not healthy:\n${api.output()}`);
  }
}
