import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { withoutAccount } from '@postern/database/database';
import { newId } from '@postern/database/id';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createOnce, CreationKeyReusedError, type CreationRequest } from './create-once.js';

let api: TestApi;
let holderId = '';
let created: string[] = [];
beforeAll(async () => {
  api = await startTestApi();
  const observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
  holderId = (await observer.query<{ id: string }>('select id from token limit 1')).rows[0]!.id;
  await observer.end();
});
afterAll(() => api.stop());
beforeEach(() => {
  created = [];
});

const request = (changes: Partial<CreationRequest> = {}): CreationRequest => ({
  holderId,
  keySha256: randomBytes(32),
  bodyHmacs: [Buffer.alloc(32, 1)],
  ...changes,
});
const create = async () => {
  const id = newId();
  created.push(id);
  return { id, value: 'made' };
};
const once = (wanted: CreationRequest | null, make = create) =>
  withoutAccount(api.database).transactional((em) => createOnce(em, wanted, make));

describe('createOnce', () => {
  test('without a key creates every time', async () => {
    await once(null);
    await once(null);
    expect(created).toHaveLength(2);
  });

  test('repeats the id of what the same request created', async () => {
    const same = request();
    const first = await once(same);
    expect(first).toEqual({ isRepeated: false, id: created[0], value: 'made' });
    expect(await once(same)).toEqual({ isRepeated: true, id: created[0] });
    expect(created).toHaveLength(1);
  });

  test('of twenty requests at once one creates and nineteen wait for it', async () => {
    const same = request();
    const answers = await Promise.all(Array.from({ length: 20 }, () => once(same)));
    expect(created).toHaveLength(1);
    expect(answers.filter(({ isRepeated }) => isRepeated)).toHaveLength(19);
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set(created));
  });

  test('throws when the key comes with another body, and creates nothing', async () => {
    const first = request();
    await once(first);
    await expect(once({ ...first, bodyHmacs: [Buffer.alloc(32, 2)] })).rejects.toThrow(
      CreationKeyReusedError,
    );
    expect(created).toHaveLength(1);
  });

  test('recognises a body whose HMAC was made with an older secret key', async () => {
    const old = request();
    await once(old);
    const rotated = { ...old, bodyHmacs: [Buffer.alloc(32, 9), ...old.bodyHmacs] };
    expect(await once(rotated)).toMatchObject({ isRepeated: true });
  });

  test('a key that another token uses is another key', async () => {
    const first = request();
    await once(first);
    const [other] = await withoutAccount(api.database).execute<{ id: string }[]>(
      'select token_id as id from token_lookup where token_id <> ? limit 1',
      [holderId],
    );
    expect(await once({ ...first, holderId: other!.id })).toMatchObject({ isRepeated: false });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('refused'))],
    ['returns no id', () => Promise.resolve({ id: null as never, value: 'refused' })],
  ])('leaves the key unused when create %s', async (_, refuse) => {
    const same = request();
    await once(same, refuse).catch(() => undefined);
    expect(await once(same)).toMatchObject({ isRepeated: false, value: 'made' });
  });

  test('forgets after 24 hours', async () => {
    const same = request();
    await once(same);
    await withoutAccount(api.database).execute(
      `update creation_key set created_at = created_at - interval '24 hours'`,
    );
    expect(await once(same)).toMatchObject({ isRepeated: false });
    expect(await once(same)).toMatchObject({ isRepeated: true, id: created[1] });
  });
});
