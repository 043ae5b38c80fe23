// A small product that has <postern-connect> on a page of its own. While `npm start` runs:
//
//   node infra/examples/connect/host-product.mjs
//
// POSTERN_URL, POSTERN_TOKEN, HOST_PORT and HOST_USER change the defaults.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const postern = process.env.POSTERN_URL ?? 'http://127.0.0.1:3000';
const token = process.env.POSTERN_TOKEN ?? readFileSync('.postern/bootstrap-token', 'utf8').trim();
const port = Number(process.env.HOST_PORT ?? 8080);
const origin = `http://127.0.0.1:${port}`;

/** Whoever has signed in to this product; a real one reads its own session here. */
const signedInUser = () => ({ email: process.env.HOST_USER ?? 'jane@example.com' });

async function newConnectSession(email) {
  const answer = await fetch(`${postern}/v1/connect-sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email, origin }),
  });
  if (!answer.ok) throw new Error(`Postern answered ${answer.status}`);
  return await answer.json(); // { clientSecret, expiresAt }
}

async function isConnected(verificationId, email) {
  const path = `/v1/verifications/${encodeURIComponent(verificationId)}`;
  const answer = await fetch(postern + path, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) return false;
  const { state, trigger, domain } = await answer.json();
  return state === 'passed' && trigger === 'connection' && email.endsWith(`@${domain}`);
}

const policy = [
  "default-src 'none'",
  `script-src 'self' ${postern}`,
  `connect-src 'self' ${postern}`,
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const page = ({ email }) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>Calendar of ${escape(email)}</title>
    <link rel="stylesheet" href="/host.css">
    <script type="module" src="${postern}/connect.js"></script>
    <script type="module" src="/host.js"></script>
  </head>
  <body>
    <main>
      <h1>Your mailbox</h1>
      <postern-connect email="${escape(email)}"></postern-connect>
      <p id="told" role="status"></p>
    </main>
  </body>
</html>`;

const routes = {
  'GET /': () => ['text/html', page(signedInUser())],
  'GET /host.css': () => ['text/css', readFileSync(new URL('host.css', import.meta.url))],
  'GET /host.js': () => ['text/javascript', readFileSync(new URL('host.js', import.meta.url))],
  'POST /connect-session': async () => json(await newConnectSession(signedInUser().email)),
  'POST /connected': async (request) => {
    const { verificationId } = JSON.parse(await bodyOf(request));
    return json({ isConnected: await isConnected(verificationId, signedInUser().email) });
  },
};

async function handle(request, response) {
  const route = routes[`${request.method} ${request.url}`];
  // Only this product's own pages may ask for a client secret.
  const isOwn = request.method === 'GET' || request.headers.origin === origin;
  if (route === undefined || !isOwn) return response.writeHead(route === undefined ? 404 : 403).end();
  try {
    const [type, body] = await route(request);
    const headers = { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy };
    response.writeHead(200, { ...headers, 'cache-control': 'no-store' }).end(body);
  } catch (error) {
    console.error(error.message);
    response.writeHead(502).end();
  }
}

const server = createServer((request, response) => void handle(request, response));
server.listen(port, '127.0.0.1', () => console.log(`The example is at ${origin}/`));

const json = (value) => ['application/json', JSON.stringify(value)];

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 10_000) throw new Error('The body is too long');
  }
  return text;
}
