import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { deleteExpired } from '@postern/api/housekeeping/delete-expired';
import { wipeStaleCredentials } from '@postern/api/verifications/wipe-stale-credentials';
import type { EndpointReport, VerificationState } from '@postern/core/verification';
import { emptyReport } from '@postern/core/verification';
import { announceWorker } from '@postern/database/functions/announce-worker';
import { dispatchVerifications } from '@postern/database/functions/dispatch-verifications';
import { renewLease } from '@postern/database/functions/renew-lease';
import { newId } from '@postern/database/id';
import type { DueServer } from '@postern/database/functions/claim-due-servers';
import { updateDomains } from '@postern/worker/monitor/update-domains';
import { storeProgress } from '@postern/database/functions/store-progress';
import { takeBackVerifications } from '@postern/database/functions/take-back-verifications';
import { storeResult } from '@postern/database/functions/store-result';
import { Client } from 'pg';
import { startTestApi } from '../api/start-test-api.js';
import {
  claim,
  deleteSettings,
  edit,
  lapse,
  outdatedClaim,
  refusedAt,
  resultOf,
  save,
  settingsOf,
  stateOf,
  store,
  tryBeforeSaving,
  type Bed,
  type Subject,
} from './situations.js';

/** The situations of a verification, each with the calls of Postern that lead to it. */
const situations: Record<string, (on: Bed) => Promise<Subject>> = {
  queued: save,
  'queued, settings edited': async (on) => after(on, await save(on), edit),
  'queued, settings deleted': async (on) => after(on, await save(on), deleteSettings),
  'queued try': tryBeforeSaving,
  running: async (on) => claim(on, await save(on)),
  'running, lease lapsed': async (on) => after(on, await claim(on, await save(on)), lapse),
  'running, taken over': async (on) => claim(on, await after(on, await claim(on, await save(on)), lapse)),
  'running, settings edited': async (on) => after(on, await claim(on, await save(on)), edit),
  'running, settings deleted': async (on) => after(on, await claim(on, await save(on)), deleteSettings),
  'running try': async (on) => claim(on, await tryBeforeSaving(on)),
  passed: async (on) => stored(on, await claim(on, await save(on)), 'passed'),
  failed: async (on) => stored(on, await claim(on, await save(on)), 'failed'),
  superseded: async (on) => stored(on, await after(on, await claim(on, await save(on)), edit), 'passed'),
  'passed try': async (on) => stored(on, await claim(on, await tryBeforeSaving(on)), 'passed'),
  'failed try': async (on) => stored(on, await claim(on, await tryBeforeSaving(on)), 'failed'),
};

/** The events: everything that Postern does to a verification, its job, its settings or its account. */
const events: Record<string, (on: Bed, subject: Subject) => Promise<unknown>> = {
  'a worker claims it': claim,
  'its worker stores passed': (on, subject) => store(on, subject, 'passed'),
  'its worker stores failed': (on, subject) => store(on, subject, 'failed'),
  'an outdated claim stores passed': (on, subject) =>
    storeResult(on.api.database, outdatedClaim(on, subject), resultOf('passed')),
  'an outdated claim renews its lease': (on, subject) =>
    renewLease(on.api.database, outdatedClaim(on, subject)),
  'an outdated claim shows progress': (on, subject) =>
    storeProgress(on.api.database, outdatedClaim(on, subject), resultOf('failed').endpoints),
  'its worker renews the lease': async (on, subject) =>
    subject.claims.length > 0 && (await renewLease(on.api.database, subject.claims.at(-1)!)),
  'its worker shows progress': async (on, subject) =>
    subject.claims.length > 0 &&
    (await storeProgress(on.api.database, subject.claims.at(-1)!, resultOf('failed').endpoints)),
  'its lease lapses': lapse,
  'its settings are edited': edit,
  'its settings are saved unchanged': ({ api }, { domain }) =>
    api.call('PUT', `/v1/mail-settings/${domain}`, { body: settingsOf(domain) }),
  'its settings are deleted': deleteSettings,
  'somebody verifies the settings again': ({ api }, { domain }) =>
    api.call('POST', `/v1/mail-settings/${domain}/verifications`, { body: {} }),
  'its account moves to another data centre': ({ api }) =>
    api.call('PATCH', `/v1/accounts/${api.account.id}`, {
      token: api.operatorToken,
      body: { dataCenter: 'eu1' },
    }),
  'the sweeper takes back what was lost': async ({ api, observer }, { id }) => {
    const text =
      'update verification_job set dispatched_until = now(), lease_until = now() where verification_id = $1';
    await observer.query(text, [id]);
    await takeBackVerifications(api.database);
  },
  'jobs are dispatched': async ({ api, observer }, { id }) => {
    await observer.query('update verification_job set dispatched_until = null where verification_id = $1', [
      id,
    ]);
    await announceWorker(api.database, { id: newId(), dataCenter: '', concurrency: 1000 });
    await dispatchVerifications(api.database, [id]);
    await observer.query('delete from worker');
  },
  'an operator puts it back': ({ api }, { id }) =>
    api.call('POST', `/v1/queue/${id}/put-back`, { token: api.operatorToken }),
  'an operator cancels it': ({ api }, { id }) =>
    api.call('POST', `/v1/queue/${id}/cancel`, { token: api.operatorToken }),
  'the sweeper wipes old passwords': ({ api }) => wipeStaleCredentials(api.database),
  'the schedule finds a server refusing twice': (on, subject) =>
    measureTwice(on, subject, (server) => refusedAt(emptyReport(server))),
  'the schedule finds a server well twice': (on, subject) => measureTwice(on, subject, emptyReport),
  'it is 91 days old when old rows are deleted': ({ api }) =>
    deleteExpired(api.database, { auditRetentionDays: 365, now: new Date(Date.now() + 91 * 86_400_000) }),
};

type Cells = Readonly<Record<string, VerificationState | 'gone'>>;
const cancelled: Cells = { 'an operator cancels it': 'superseded' };
const claimed: Cells = { ...cancelled, 'a worker claims it': 'running' };
const measured: Cells = {
  ...cancelled,
  'its worker stores passed': 'passed',
  'its worker stores failed': 'failed',
};
const outdated: Cells = {
  ...cancelled,
  'its worker stores passed': 'superseded',
  'its worker stores failed': 'superseded',
};
const forgotten: Cells = { 'it is 91 days old when old rows are deleted': 'gone' };

/**
 * The documented state changes, by situation and event. An event that a situation does not list leaves the state
 * unchanged.
 */
const arrows: Readonly<Record<string, Cells>> = {
  queued: claimed,
  'queued, settings edited': claimed,
  'queued, settings deleted': claimed,
  'queued try': claimed,
  running: measured,
  // No other worker has claimed the verification yet, so the late result belongs to the newest claim and is stored.
  'running, lease lapsed': measured,
  'running, taken over': measured,
  'running, settings edited': outdated,
  'running, settings deleted': outdated,
  'running try': measured,
  // The last passed and the last failed verification of a domain are never deleted.
  passed: {},
  failed: {},
  superseded: forgotten,
  'passed try': forgotten,
  'failed try': forgotten,
};

let bed: Bed;
beforeAll(async () => {
  const api = await startTestApi();
  const observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
  await recordMoves(observer);
  bed = { api, observer };
});
afterAll(async () => {
  await bed.observer.end();
  await bed.api.stop();
});

describe('the state changes of a verification', () => {
  describe.each(Object.keys(situations))('%s', (situation) => {
    test.each(Object.keys(events))(
      `a verification that is ${situation} goes to the documented state when %s`,
      async (event) => {
        const subject = await situations[situation]!(bed);
        const before = await stateOf(bed, subject);
        expect(before).toBe(situation.match(/^\w+/)![0]);
        await events[event]!(bed, subject);
        expect(await stateOf(bed, subject)).toBe(arrows[situation]![event] ?? before);
      },
    );
  });

  // This test runs last. A trigger has recorded every state change of every verification above.
  test('verifications made exactly the state changes that the diagram in docs/scheduling.md shows', async () => {
    const { rows } = await bed.observer.query<{ move: string }>('select distinct move from recorded_move');
    const page = await readFile(new URL('../../docs/scheduling.md', import.meta.url), 'utf8');
    const drawn = [...page.matchAll(/^ *(\S+) --> ([^\s:]+)/gm)].map(([, from, to]) => `${from} --> ${to}`);
    expect(rows.map(({ move }) => move).toSorted()).toEqual([...new Set(drawn)].toSorted());
  });
});

async function after(
  on: Bed,
  subject: Subject,
  event: (on: Bed, subject: Subject) => Promise<unknown>,
): Promise<Subject> {
  await event(on, subject);
  return subject;
}

async function stored(on: Bed, subject: Subject, state: 'passed' | 'failed'): Promise<Subject> {
  await store(on, subject, state);
  return subject;
}

async function measureTwice(
  { api, observer }: Bed,
  { domain }: Subject,
  reportOn: (server: DueServer) => EndpointReport,
): Promise<void> {
  const { rows } = await observer.query<DueServer>(
    `select s.id, d.account_id as "accountId", endpoint, host, port, tls, path, failures from monitored_server s
     join monitored_domain d on d.server_id = s.id join mail_settings m on m.id = d.settings_id
     where m.domain = $1 and endpoint = 'imap'`,
    [domain],
  );
  for (const server of rows) {
    for (const _ of ['first', 'second']) {
      await updateDomains(api.database, api.account.id, server, reportOn(server));
    }
  }
}

/** Creates a trigger that records every state change of a verification, and every claim after the first. */
async function recordMoves(observer: Client): Promise<void> {
  await observer.query(`
    create table recorded_move (move text);
    create function record_move() returns trigger language plpgsql security definer as $$
      begin
        insert into recorded_move select
          case tg_op when 'INSERT' then '[*]' else old.state end || ' --> ' ||
          case tg_op when 'DELETE' then '[*]' else new.state end
        where tg_op <> 'UPDATE' or old.state <> new.state;
        return null;
      end $$;
    create trigger record_move after insert or update or delete on verification
      for each row execute function record_move();
    create function record_takeover() returns trigger language plpgsql security definer as $$
      begin
        insert into recorded_move values ('running --> running');
        return null;
      end $$;
    create trigger record_takeover after update on verification_job
      for each row when (old.attempt > 0 and new.attempt > old.attempt) execute function record_takeover();`);
}
