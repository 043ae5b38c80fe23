/**
 * The health check of the image: ends with 0 if the api or the worker of this container answers, with 1 otherwise. It
 * asks for life and not for readiness, because some supervisors restart what is unhealthy, which mends no database.
 */
const { PORT, POSTERN_WORKER_METRICS } = process.env;
const metricsPort = POSTERN_WORKER_METRICS.split(':').at(-1);
const urls = [`http://127.0.0.1:${PORT}/livez`, `http://127.0.0.1:${metricsPort}/healthz`];

async function ask(url) {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(4000) });
  if (status !== 200) throw new Error(`${url}: ${status}`);
}

await Promise.any(urls.map(ask)).catch(({ errors }) => {
  for (const { message, cause } of errors) process.stderr.write(`${cause?.message ?? message}\n`);
  process.exitCode = 1;
});
