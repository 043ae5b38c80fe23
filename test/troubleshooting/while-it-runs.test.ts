import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../environment/describe-with.js';
import { waitUntil } from '../environment/wait-until.js';
import { isWriting, rowsBelow, writeTable } from './document.js';
import { postgresTroubles } from './postgres-troubles.js';
import { startRunningBed, type RunningBed } from './running-bed.js';

const heading = 'While it runs';
const situations = postgresTroubles;
/** Which of its sockets notices first that PostgreSQL is away differs from run to run. */
const conceal = (text: string) => text.replace(/\((?:57P0\d|ECONNRESET)\)/, '(ECONNREFUSED)');
const written = new Map<string, string>();

describeWith(['root'], heading, () => {
  let bed: RunningBed;
  beforeAll(async () => {
    bed = await startRunningBed();
  }, 120_000);
  afterAll(async () => {
    await bed.close();
    const header = ['What is wrong', 'What is printed', 'What happens meanwhile'];
    const rows = situations.map(({ fault, meanwhile }) => [fault, `\`${written.get(fault)}\``, meanwhile]);
    if (isWriting) writeTable(heading, header, rows);
  });

  test.each(situations)(
    '$fault',
    async ({ fault, toldBy, sentence, begin, end }) => {
      const told = (app: 'api' | 'worker') => bed.logOf(app).filter(({ msg }) => sentence.test(msg));
      const before = { api: told('api').length, worker: told('worker').length };
      const index = situations.findIndex((one) => one.fault === fault);
      const id = await bed.beginVerification(`running-${index}.example.com`);
      await begin(bed);
      bed.greet();
      await waitUntil(() => toldBy.every((app) => told(app).length > before[app]), 30_000);
      await end(bed);
      const verification = await bed.stack.settled(id);
      // The login is made once: were the verification begun anew, its password would be gone.
      expect(verification.state).toBe('passed');
      expect(verification.endpoints.map(({ steps }) => steps.at(-1)!.state)).toEqual(['passed', 'passed']);
      for (const app of toldBy) expect(told(app).length).toBe(before[app] + 1);
      const printed = conceal(told('worker').at(-1)!.msg);
      written.set(fault, printed);
      if (!isWriting) expect(rowsBelow(heading).get(fault)).toBe(printed);
    },
    60_000,
  );

  test('each process tells the end of each trouble once, and logs nothing else', async () => {
    for (const app of ['api', 'worker'] as const) {
      const texts = () => bed.logOf(app).map(({ msg }) => msg);
      const ends = () => texts().filter((text) => text.startsWith('PostgreSQL works again after'));
      const begins = () => texts().filter((text) => situations.some(({ sentence }) => sentence.test(text)));
      await waitUntil(() => ends().length === begins().length);
      expect(texts()).toHaveLength(begins().length + ends().length);
    }
  }, 60_000);

  test('the documentation has these rows and no others', () => {
    if (!isWriting) expect([...rowsBelow(heading).keys()]).toEqual(situations.map(({ fault }) => fault));
  });
});
