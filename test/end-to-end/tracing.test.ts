import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { startStack, type Stack } from './start-stack.js';

type Span = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
};
type Export = {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
};

const spans: Span[] = [];
let collector: Server;
let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  collector = createServer((request, response) => {
    json(request).then(
      (body) => {
        if (request.url === '/v1/traces')
          spans.push(...(body as Export).resourceSpans[0]!.scopeSpans[0]!.spans);
        response.end('{}');
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  database = await createTestDatabase();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    },
  });
});
afterAll(async () => {
  await stack.stop();
  await database.drop();
  collector.close();
});

test('the caller’s trace contains the spans of the api, the queue and the worker', async () => {
  const [traceId, callerSpan] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const answer = await stack.fetch('/v1/mail-settings', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${callerSpan}-01` },
    body: JSON.stringify({
      domain: 'example.com',
      kind: 'exchange',
      exchange: { url: 'https://192.0.2.1/EWS/Exchange.asmx' },
    }),
  });
  expect(answer.status).toBe(201);
  const named = (name: string) => spans.find((span) => span.name === name && span.traceId === traceId);
  await waitUntil(() => named('verify') !== undefined && named('POST /v1/mail-settings') !== undefined);
  const request = named('POST /v1/mail-settings')!;
  expect(request.parentSpanId).toBe(callerSpan);
  expect(named('enqueue verification')?.parentSpanId).toBe(request.spanId);
  expect(named('verify')?.parentSpanId).toBe(request.spanId);
});

test('a request without a trace starts a new one, whose span is named after the route', async () => {
  await stack.fetch('/v1/populate?email=jane@example.com', { headers: { traceparent: 'nonsense' } });
  await waitUntil(() => spans.some(({ name }) => name === 'GET /v1/populate'));
  const span = spans.find(({ name }) => name === 'GET /v1/populate')!;
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.parentSpanId).toBeUndefined();
  expect(JSON.stringify(spans)).not.toContain('jane@');
});
