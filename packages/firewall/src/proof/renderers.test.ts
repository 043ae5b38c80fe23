import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { makeExclusive } from '../make-exclusive.js';
import { renderTarget, targets } from '../targets.js';
import { expectGolden } from './golden-files.js';
import { scenarios } from './scenarios.js';
import { verifiedTargets, verifyRendering } from './verify-rendering.js';

const golden = fileURLToPath(new URL('../../golden/', import.meta.url));
const cases = Object.keys(targets).flatMap((target) =>
  Object.keys(scenarios).map((scenario) => ({ target, scenario })),
);

describe('golden files (UPDATE_GOLDEN=1 writes them; review the diff)', () => {
  test.each(cases)('$target renders $scenario as before', ({ target, scenario }) => {
    expectGolden(join(golden, target, scenario), renderTarget(target, scenarios[scenario]!, {}));
  });
});

describe('B4 what is rendered, read back by a parser written apart, is the rule set', () => {
  test.each(cases.filter(({ target }) => verifiedTargets.includes(target)))(
    'B4 $target, $scenario',
    ({ target, scenario }) => {
      const ruleSet = scenarios[scenario]!;
      expect(verifyRendering(target, renderTarget(target, ruleSet, {}).files, ruleSet)).toBeNull();
    },
  );

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
    expect(renderTarget(target, scenarios[scenario]!, {})).toEqual(
      renderTarget(target, structuredClone(scenarios[scenario]!), {}),
    );
  }
});
