import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addMonitored } from '@postern/test/api/add-monitored';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import type { Client } from 'pg';
import { asOperator, inAccount, type Database } from '../database.js';
import { Account } from '../entities/account.js';
import { newId } from '../id.js';
import { createSecretSealer } from '../sealed-secret.js';
import { announceWorker, withdrawWorker } from './announce-worker.js';
import { claimDueServers } from './claim-due-servers.js';
import { claimVerification } from './claim-verification.js';
import { dispatchVerifications } from './dispatch-verifications.js';
import { queueVerification } from './queue-verifications.js';
import { saveManySettings } from './save-mail-settings.js';
import { storeResult } from './store-result.js';
import { takeBackVerifications } from './take-back-verifications.js';
import { takeConversationTurns } from './take-conversation-turns.js';

const sealer = createSecretSealer([Buffer.alloc(32, 1).toString('base64')]);
let opened: MigratedDatabase;
let database: Database;
let observer: Client;
beforeAll(async () => {
  opened = await openMigratedDatabase();
  ({ database, superuser: observer } = opened);
});
afterAll(() => opened.close());
beforeEach(async () => {
  chosen = [];
  await observer.query('truncate account, worker, blocked_server, monitored_server, server_turn cascade');
});

const createAccount = async (dataCenter: string | null = null): Promise<string> => {
  const id = newId();
  await asOperator(database).insert(Account, { id, name: id, dataCenter });
  return id;
};
const servers = (host: string) =>
  ({
    kind: 'imap',
    imap: { host: `imap.${host}`, port: 993, tls: 'implicit' },
    smtp: { host: `smtp.${host}`, port: 465, tls: 'implicit' },
    allowNonSecureCertificate: false,
  }) as const;
const queue = async (accountId: string, host = `${newId()}.example.com`): Promise<string> => {
  const wanted = {
    id: newId(),
    accountId,
    startedBy: newId(),
    domain: 'example.com',
    servers: servers(host),
  };
  await inAccount(database, accountId).transactional((em) =>
    queueVerification(em, { ...wanted, trigger: 'try', settings: null }),
  );
  return wanted.id;
};
const importMany = (accountId: string, count: number) =>
  inAccount(database, accountId).transactional((em) =>
    saveManySettings(
      em,
      { accountId, holderId: newId(), traceparent: null },
      Array.from({ length: count }, () => {
        const id = newId();
        return { id, domain: `${id}.example.com`, servers: servers(id), revision: 1, before: null };
      }),
    ),
  );
const announce = (concurrency: number, dataCenter = '') => {
  const worker = { id: newId(), dataCenter, concurrency };
  return announceWorker(database, worker).then(() => worker);
};
const claimDue = (workerId: string) =>
  claimDueServers(database, { workerId, limit: 20, dataCenter: null, running: [], mostOfAccount: 16 });
/** What stored results have dispatched since the last call of `dispatch`. */
let chosen: string[] = [];
const dispatch = async (queued: string[] = []) => {
  const before = chosen.splice(0);
  return [...before, ...(await dispatchVerifications(database, queued)).map(({ id }) => id)];
};
const end = async (id: string, code: string | null = null) => {
  const claim = (await claimVerification(database, sealer, id))!;
  const failure = code === null ? null : ({ code } as never);
  const result = { endpoints: [], failure, warnings: [], newPins: [], droppedPins: [] };
  const ended = await storeResult(database, claim, result);
  chosen.push(...ended.chosen!.map(({ id }) => id));
  return ended.stored;
};
const count = async (condition: string): Promise<number> => {
  const { rows } = await observer.query<{ count: number }>(
    `select count(*)::int as count from verification_job where ${condition}`,
  );
  return rows[0]!.count;
};

describe('the window', () => {
  test('without a live worker nothing is dispatched', async () => {
    await queue(await createAccount());
    expect(await dispatch()).toEqual([]);
    const worker = await announce(4);
    await observer.query(`update worker set heartbeat_at = now() - interval '11 seconds'`);
    expect(await dispatch()).toEqual([]);
    await announceWorker(database, worker);
    expect(await dispatch()).toHaveLength(1);
    await withdrawWorker(database, worker);
    await queue(await createAccount());
    expect(await dispatch()).toEqual([]);
  });

  test('is one and a half times the concurrency of the live workers', async () => {
    const [one, other] = [await createAccount(), await createAccount()];
    for (let job = 0; job < 8; job += 1) await queue(job % 2 === 0 ? one : other);
    await announce(2);
    const first = await dispatch();
    expect(first).toHaveLength(3);
    expect(await dispatch()).toEqual([]);
    await end(first[0]!);
    expect(await dispatch()).toHaveLength(1);
    await announce(2);
    expect(await dispatch()).toHaveLength(3);
  });

  test('R19 a data centre’s jobs wait for its workers, or for those of every data centre', async () => {
    const european = await queue(await createAccount('eu1'));
    const anybody = await queue(await createAccount());
    await announce(2, 'us1');
    expect(await dispatchVerifications(database, [])).toEqual([{ id: anybody, dataCenter: '' }]);
    await announce(2, 'eu1');
    expect(await dispatchVerifications(database, [])).toEqual([{ id: european, dataCenter: 'eu1' }]);
    const second = await queue(await createAccount('eu2'));
    await announce(2);
    expect(await dispatch()).toEqual([second]);
  });
});

describe('the order', () => {
  test('a single save comes before an import of thousands', async () => {
    const [importer, other] = [await createAccount(), await createAccount()];
    await importMany(importer, 2000);
    await announce(4);
    expect(await dispatch()).toHaveLength(4);
    const saved = await queue(other);
    expect(await dispatch()).toEqual([saved]);
  });

  test('accounts take turns, each with its oldest job', async () => {
    const accounts = [await createAccount(), await createAccount(), await createAccount()];
    const jobs: string[][] = [[], [], []];
    for (let job = 0; job < 4; job += 1) {
      for (const [place, account] of accounts.entries()) jobs[place]!.push(await queue(account));
    }
    await announce(4);
    expect(new Set(await dispatch())).toEqual(new Set(jobs.flatMap((of) => of.slice(0, 2))));
  });

  test('no account holds more than four fifths of what the workers run at once', async () => {
    const one = await createAccount();
    for (let job = 0; job < 20; job += 1) await queue(one);
    await announce(10);
    expect(await dispatch()).toHaveLength(8);
    const saved = await queue(await createAccount());
    expect(await dispatch()).toEqual([saved]);
  });

  test('an account whose server wasted a turn rests, then has two at once until one ends otherwise', async () => {
    const one = await createAccount();
    for (let job = 0; job < 20; job += 1) await queue(one);
    await announce(3);
    const first = await dispatch();
    expect(first).toHaveLength(3);
    await end(first[0]!, 'not-this-protocol');
    await end(first[1]!, 'deadline-exceeded');
    expect(await dispatch()).toEqual([]);
    await observer.query('update account_probation set rests_until = now()');
    expect(await dispatch()).toHaveLength(1);
    expect(await dispatch()).toEqual([]);
    await end(first[2]!, 'connect-refused');
    expect(await dispatch()).toHaveLength(2);
  });
});

describe('the turns of a server', () => {
  test('two conversations at once, and the next job when one has ended', async () => {
    const accounts = [await createAccount(), await createAccount(), await createAccount()];
    for (const account of accounts) await queue(account, 'popular.example.com');
    await announce(10);
    const first = await dispatch();
    expect(first).toHaveLength(2);
    expect(await count('blocked_on is not null')).toBe(1);
    await end(first[0]!);
    expect(await dispatch()).toHaveLength(1);
    expect(await count('blocked_on is not null')).toBe(0);
  });

  test('a job whose server has no room does not delay the account’s other jobs', async () => {
    const account = await createAccount();
    for (let job = 0; job < 30; job += 1) await queue(account, 'popular.example.com');
    const other = await queue(account, 'other.example.com');
    await announce(20);
    const dispatched = new Set<string>();
    for (let round = 0; round < 5; round += 1) for (const id of await dispatch()) dispatched.add(id);
    expect(dispatched).toContain(other);
    expect(dispatched.size).toBe(3);
  });

  test('one account has at most one of the two while another account’s job is blocked on the server', async () => {
    const [many, few] = [await createAccount(), await createAccount()];
    for (let job = 0; job < 20; job += 1) await queue(many, 'popular.example.com');
    await announce(20);
    const first = await dispatch();
    expect(first).toHaveLength(2);
    const own = await queue(few, 'popular.example.com');
    expect(await dispatch([own])).toEqual([]);
    await end(first[0]!);
    expect(await dispatch()).toEqual([own]);
    await end(own);
    expect(await dispatch()).toHaveLength(1);
  });

  test('a scheduled measurement takes one of the two', async () => {
    const accounts = [await createAccount(), await createAccount()];
    const host = 'imap.popular.example.com';
    const add = (endpoint: string) => addMonitored(observer, accounts[0]!, { endpoint, host });
    await add('imap');
    expect(await claimDue(newId())).toMatchObject([{ host, accountId: accounts[0] }]);
    for (const account of accounts) await queue(account, 'popular.example.com');
    await announce(10);
    expect(await dispatch()).toHaveLength(1);
    await add('smtp');
    expect(await claimDue(newId())).toEqual([]);
  });
});

describe('several jobs at once', () => {
  test('a turn that another transaction deletes is not waited for: two that delete the same turns would be a deadlock', async () => {
    const account = await createAccount();
    await announce(4);
    const holderId = await queue(account, 'example.com');
    await dispatch();
    const turns = ['imap.example.com:993', 'smtp.example.com:465'];
    const ended = turns.map((server) => ({ id: newId(), holderId, server }));
    await observer.query('begin');
    try {
      await observer.query('delete from server_turn where server = $1', [turns[0]]);
      await takeConversationTurns(database, newId(), [], ended);
    } finally {
      await observer.query('rollback');
    }
    const { rows } = await observer.query('select server from server_turn');
    expect(rows).toEqual([{ server: turns[0] }]);
  });

  test('an account that waits alone is given as many jobs as there is room for, and a full server does not end that', async () => {
    const account = await createAccount();
    const popular: string[] = [];
    for (let job = 0; job < 6; job += 1) popular.push(await queue(account, 'popular.example.com'));
    for (let job = 0; job < 20; job += 1) await queue(account);
    await announce(10);
    const first = await dispatch();
    expect(first).toHaveLength(8);
    expect(first.filter((id) => popular.includes(id))).toHaveLength(2);
    expect(await count('blocked_on is not null')).toBe(4);
  });
});

describe('what was lost', () => {
  test('the turns of scheduled measurements, when their worker has no heartbeat for 10 s or has stopped', async () => {
    const [dead, stopped, live] = [await announce(4), await announce(4), await announce(4)];
    for (const [host, worker] of [
      ['dead.example.com', dead],
      ['stopped.example.com', stopped],
      ['live.example.com', live],
    ] as const) {
      await addMonitored(observer, await createAccount(), { endpoint: 'imap', host });
      expect(await claimDue(worker.id)).toHaveLength(1);
    }
    await withdrawWorker(database, stopped);
    await observer.query(`update worker set heartbeat_at = now() - interval '11 seconds' where id = $1`, [
      dead.id,
    ]);
    await takeBackVerifications(database);
    expect((await observer.query('select server from server_turn')).rows).toEqual([
      { server: 'live.example.com:993' },
    ]);
  });

  test('a job that nobody claimed in time, or whose lease ran out, waits again and can be claimed only once dispatched', async () => {
    const [unclaimed, abandoned] = [await queue(await createAccount()), await queue(await createAccount())];
    expect(await claimVerification(database, sealer, unclaimed)).toBeNull();
    const worker = await announce(4);
    expect(await dispatch()).toHaveLength(2);
    expect(await takeBackVerifications(database)).toBe(0);
    await claimVerification(database, sealer, abandoned);
    await observer.query(`update verification_job set dispatched_until = now() - interval '1 second'`);
    expect(await takeBackVerifications(database)).toBe(1);
    await observer.query(`update verification_job set lease_until = now() - interval '1 second'
      where lease_until is not null`);
    await withdrawWorker(database, worker);
    expect(await takeBackVerifications(database)).toBe(1);
    expect(await claimVerification(database, sealer, unclaimed)).toBeNull();
    await announce(4);
    expect(new Set(await dispatch())).toEqual(new Set([unclaimed, abandoned]));
    expect(await end(unclaimed)).toBe('passed');
    expect(await end(abandoned)).toBe('passed');
  });

  test('jobs that could not be enqueued wait again at once', async () => {
    await queue(await createAccount());
    await announce(4);
    const lost = await dispatch();
    expect(await takeBackVerifications(database, lost)).toBe(1);
    expect(await dispatch()).toEqual(lost);
  });

  test('ten dispatches at once dispatch each job once', async () => {
    for (let job = 0; job < 40; job += 1) await queue(await createAccount());
    await announce(100);
    const ids = (await Promise.all(Array.from({ length: 10 }, () => dispatch()))).flat();
    expect(ids).toHaveLength(40);
    expect(new Set(ids).size).toBe(40);
  });
});
