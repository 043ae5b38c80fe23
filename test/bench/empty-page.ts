import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const html =
  '<!doctype html><title>Empty</title><div id="root"></div><script type="module" src="/main.js"></script>';
const main = `import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
createRoot(document.getElementById('root')).render(createElement('h1', null, 'Hello'));`;

/**
 * Starts the baseline of the console benchmark: an empty React page that Vite built, on a server that compresses
 * with gzip.
 */
export async function startEmptyPage(): Promise<{ url: string; stop(): Promise<void> }> {
  // The folder is inside the checkout, so that Vite finds React.
  const folder = fileURLToPath(new URL('../../.postern/', import.meta.url));
  await mkdir(folder, { recursive: true });
  const root = await mkdtemp(join(folder, 'empty-page-'));
  await writeFile(join(root, 'index.html'), html);
  await writeFile(join(root, 'main.js'), main);
  await build({ root, logLevel: 'error', build: { modulePreload: { polyfill: false } } });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : request.url!.replaceAll('..', '');
    readFile(join(root, 'dist', path)).then(
      (bytes) => {
        const type = path.endsWith('.html') ? 'text/html' : 'text/javascript';
        response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(bytes));
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      await rm(root, { recursive: true });
    },
  };
}
