import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeExclusive } from '../make-exclusive.js';
import { renderTarget, targets } from '../targets.js';
import { scenarios } from './scenarios.js';
import { verifiedTargets, verifyRendering } from './verify-rendering.js';

const golden = new URL('../../golden/', import.meta.url).pathname;
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

/** Long outputs are kept as a digest: nobody reviews a thousand lines, and a change still shows. */
function keptText(scenario: string, text: string): string {
  return scenario === 'thousand' ? `sha256 ${createHash('sha256').update(text).digest('hex')}\n` : text;
}

const cases = Object.keys(targets).flatMap((target) => Object.keys(scenarios).map((scenario) => ({ target, scenario })));

describe('golden files (UPDATE_GOLDEN=1 writes them; review the diff)', () => {
  test.each(cases)('$target renders $scenario as before', ({ target, scenario }) => {
    const { files, findings } = renderTarget(target, scenarios[scenario]!, {});
    const kept = [...files.map(({ path, text }) => ({ path, text: keptText(scenario, text) })), { path: 'findings.json', text: `${JSON.stringify(findings, null, 2)}\n` }];
    for (const { path, text } of kept) {
      const file = join(golden, target, scenario, path);
      if (isUpdate) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      expect(existsSync(file) ? readFileSync(file, 'utf8') : `${file} is missing`).toBe(text);
    }
  });
});

describe('B4 what is rendered, read back by a parser written apart, is the rule set', () => {
  test.each(cases.filter(({ target }) => verifiedTargets.includes(target)))('B4 $target, $scenario', ({ target, scenario }) => {
    const ruleSet = scenarios[scenario]!;
    expect(verifyRendering(target, renderTarget(target, ruleSet, {}).files, ruleSet)).toBeNull();
  });

  test.each(['nftables', 'iptables'])('B4 %s in exclusive mode, with further sources', (target) => {
    const furtherSources = ['203.0.113.200/29', '2001:db8:ffff::/64'];
    for (const ruleSet of Object.values(scenarios)) {
      const { files } = renderTarget(target, ruleSet, { mode: 'exclusive', furtherSources });
      expect(verifyRendering(target, files, makeExclusive(ruleSet, furtherSources))).toBeNull();
    }
  });
});

test('the same input gives the same bytes', () => {
  for (const { target, scenario } of cases) {
    expect(renderTarget(target, scenarios[scenario]!, {})).toEqual(renderTarget(target, structuredClone(scenarios[scenario]!), {}));
  }
});
