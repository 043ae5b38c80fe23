import { testRole } from '../environment/test-postgres.js';
import type { RunningBed } from './running-bed.js';
import type { RunningSituation } from './running-situation.js';

const kept = 'Verifications that run keep their results until these can be stored; the others wait.';
const retried = `Requests are answered 503. ${kept}`;

/** Runs statements as the superuser, each in its own transaction. */
async function administer(bed: RunningBed, ...statements: readonly string[]): Promise<void> {
  const client = await bed.connectSuperuser();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** A statement that calls a function with every session of the processes. */
const forSessions = (name: string) =>
  `select ${name}(pid) from pg_stat_activity where usename = '${testRole.name}'`;
const reload = 'select pg_reload_conf()';

/** Copies a result until the pages of its table have no room for another one. */
const takeRoomInPages = `do $$
  declare
    copy verification;
  begin
    select * into copy from verification where state = 'passed' limit 1;
    copy.domain := 'copy.example.com';
    loop
      copy.id := gen_random_uuid();
      begin
        insert into verification select copy.*;
      exception when disk_full then
        exit;
      end;
    end loop;
  end $$`;

/** Locks the table of jobs, and cancels every statement that waits for it, as its time limit does after 10 s. */
async function lockJobs(bed: RunningBed): Promise<() => Promise<void>> {
  const locker = await bed.connectSuperuser();
  await locker.query('begin');
  await locker.query('lock table verification_job in access exclusive mode');
  const timer = setInterval(() => void administer(bed, forSessions('pg_cancel_backend')), 200);
  return async () => {
    clearInterval(timer);
    await locker.query('rollback');
    await locker.end();
  };
}
let unlockJobs = () => Promise.resolve();

export const postgresTroubles: readonly RunningSituation[] = [
  {
    fault: 'PostgreSQL accepts no changes, as a standby does',
    meanwhile: `Reads are answered, changes 503. ${kept}`,
    answers: { read: 200, refusal: 'database-read-only', ready: 'read-only' },
    toldBy: ['api', 'worker'],
    sentence: /^PostgreSQL accepts no changes/,
    begin: (bed) => administer(bed, 'alter system set default_transaction_read_only = on', reload),
    end: (bed) => administer(bed, 'alter system reset default_transaction_read_only', reload),
  },
  {
    fault: 'PostgreSQL cancels statements that take too long',
    meanwhile: `Requests that need such a statement are answered 503. ${kept}`,
    answers: { read: 200, refusal: 'database-slow', ready: 'ready' },
    toldBy: ['worker'],
    sentence: /^PostgreSQL takes longer/,
    begin: async (bed) => void (unlockJobs = await lockJobs(bed)),
    end: () => unlockJobs(),
  },
  {
    fault: 'PostgreSQL has stopped',
    meanwhile: retried,
    answers: { read: 503, refusal: 'temporarily-unavailable', ready: 'away' },
    toldBy: ['api', 'worker'],
    sentence: /^PostgreSQL cannot be reached/,
    begin: ({ postgres }) => postgres.halt(),
    end: ({ postgres }) => postgres.resume(),
  },
  {
    fault: 'PostgreSQL has no free connection',
    meanwhile: retried,
    answers: { read: 503, refusal: 'temporarily-unavailable', ready: 'away' },
    toldBy: ['api', 'worker'],
    sentence: /^PostgreSQL accepts no more connections/,
    begin: (bed) =>
      administer(bed, `alter role ${testRole.name} connection limit 0`, forSessions('pg_terminate_backend')),
    end: (bed) => administer(bed, `alter role ${testRole.name} connection limit -1`),
  },
];

export const fullDisk: RunningSituation = {
  fault: 'The disk of PostgreSQL is full',
  meanwhile: `Reads are answered, changes that find no room 503. ${kept}`,
  answers: { read: 200, refusal: 'database-full', ready: 'full' },
  toldBy: ['worker'],
  sentence: /^PostgreSQL has no space left/,
  async begin(bed) {
    await bed.disk.fill();
    await administer(bed, takeRoomInPages);
  },
  async end(bed) {
    await bed.disk.free();
    await administer(bed, "delete from verification where domain = 'copy.example.com'");
  },
};
