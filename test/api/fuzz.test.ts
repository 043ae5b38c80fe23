import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApiDocument } from '@postern/api/docs/openapi-document';
import { auditEventSchema } from '@postern/core/audit-event';
import { accountSchema } from '@postern/core/account';
import { mailSettingsSchema } from '@postern/core/mail-settings';
import { tokenSchema } from '@postern/core/token';
import fc from 'fast-check';
import type { z } from 'zod';
import { arbitraryRequest, type ApiDocument, type ArbitraryRequest } from './arbitrary-request.js';
import { startTestApi, type TestApi } from './start-test-api.js';

/** The number of random requests; the default takes about five seconds. `FUZZ_RUNS=100000 npm test -- fuzz` is a long run. */
const runs = Number(process.env.FUZZ_RUNS ?? 1000);

let api: TestApi;
let document: ApiDocument;
const rejections: unknown[] = [];
const noteRejection = (reason: unknown) => void rejections.push(reason);
beforeAll(async () => {
  api = await startTestApi();
  document = (await openApiDocument()) as unknown as ApiDocument;
  process.on('unhandledRejection', noteRejection);
});
afterAll(async () => {
  process.off('unhandledRejection', noteRejection);
  await api.stop();
});

async function send(request: ArbitraryRequest, token: string, account: string) {
  const { method, url, headers, body } = request;
  return api.app.inject({
    method: method as 'GET',
    url,
    headers: { authorization: `Bearer ${token}`, 'postern-account': account, ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
}

/** Whether an answer says that Postern cannot serve now, and when to ask again (RFC 9110 §15.6.4). */
function isShortage({ statusCode, headers }: Awaited<ReturnType<typeof send>>): boolean {
  return statusCode === 503 && Number(headers['retry-after']) > 0;
}

/** Reads every page of a list and checks each row against its schema. */
async function readAll(url: string, schema: z.ZodType, token: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  do {
    const answer = await api.call('GET', `${url}?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`, {
      token,
      headers: token === api.operatorToken ? { 'postern-account': api.account.id } : {},
    });
    expect([url, answer.status]).toEqual([url, 200]);
    for (const row of answer.body.data) expect(schema.safeParse(row).error).toBeUndefined();
    rows.push(...answer.body.data);
    cursor = answer.body.nextCursor;
  } while (cursor !== null);
  return rows;
}

test(
  `${runs} random requests cause no 5xx but 503 on a busy machine, every error is a problem document, and every stored row can be read`,
  async () => {
    const tokens = [api.operatorToken, ...Object.values(api.account.tokens)];
    const seen = new Map<string, Set<number>>();
    await fc.assert(
      fc.asyncProperty(
        arbitraryRequest(document),
        fc.constantFrom(...tokens, tokens[1]!, tokens[1]!),
        async (request, token) => {
          const answer = await send(request, token, api.account.id);
          const statuses = seen.get(request.operationId) ?? new Set();
          seen.set(request.operationId, statuses.add(answer.statusCode));
          if (isShortage(answer)) return;
          expect(answer.statusCode).toBeLessThan(500);
          if (answer.statusCode < 400) return;
          expect(answer.headers['content-type']).toBe('application/problem+json');
          expect(answer.json()).toMatchObject({
            status: answer.statusCode,
            requestId: answer.headers['x-request-id'],
          });
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
    expect(rejections).toEqual([]);
    // A busy machine refuses some requests, but those of no operation alone.
    const refused = [...seen].filter(([, statuses]) => statuses.size === 1 && statuses.has(503));
    expect(refused).toEqual([]);
    const settings = await readAll(
      '/v1/mail-settings',
      mailSettingsSchema,
      api.account.tokens['super-admin'],
    );
    for (const { domain } of settings) {
      const answer = await api.call('GET', `/v1/mail-settings/${String(domain)}`);
      expect([domain, answer.status]).toEqual([domain, 200]);
    }
    await readAll('/v1/audit-events', auditEventSchema, api.account.tokens['super-admin']);
    await readAll('/v1/tokens', tokenSchema, api.account.tokens['super-admin']);
    await readAll('/v1/accounts', accountSchema, api.operatorToken);
    const created = [...seen].filter(([, statuses]) => statuses.has(201)).map(([operation]) => operation);
    // Otherwise no random request was valid, and the handlers were not tested.
    expect(created).not.toEqual([]);
  },
  30_000 + runs * 60,
);
