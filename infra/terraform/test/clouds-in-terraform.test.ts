import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { historyRuns } from '@postern/firewall/test/histories';
import type { RuleSet } from '@postern/firewall/rule-set';
import { scenarios } from '@postern/firewall/test/scenarios';
import { clouds } from './clouds.js';
import { describeWithBinary, TerraformFolder } from './describe-terraform.js';
import { moduleCall, testsFromAbove } from './module-calls.js';
import { CloudServer } from './provider/cloud-server.js';
import { FakeCloud } from './provider/fake-clouds.js';
import { hardSteps, revisionSteps } from './revision-steps.js';

const isLong = historyRuns(1) > 1;
/** A module and its example take 5 s: CI tries the three that differ most, POSTERN_HISTORIES=2 every one. */
const names = isLong ? Object.keys(scenarios) : ['both-families', 'translated-ports', 'hostile'];
const steps = revisionSteps.filter(({ title }) => isLong || hardSteps.includes(title));

/** What every module is given besides its servers, and what each server is given. */
const inputs = {
  azure: {
    provider: 'provider "azurerm" {\n  features {}\n}\n',
    shared: () => '',
    perServer: (index: number) => ({
      network_security_group_ids: `"/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/networkSecurityGroups/n${index}"`,
      server_addresses: `["10.0.${index}.1", "fd00::${index}"]`,
    }),
  },
  google: {
    provider: 'provider "google" {\n}\n',
    shared: (index: number) => `network = "mail-${index}"`,
    perServer: (index: number) => ({ target_tags: `"mail-${index}"` }),
  },
} as const;

describeWithBinary('B4 Terraform with a provider that has the committed schema', () => {
  describe.each(Object.entries(clouds))('for %s', (id, { target, provider }) => {
    const cloud = new FakeCloud(provider);
    const server = new CloudServer(provider, cloud);
    const { provider: block, shared, perServer } = inputs[id as keyof typeof inputs];
    let folder: TerraformFolder;
    const run = (command: string, options: readonly string[] = []) => folder.run(command, options);
    const write = async (name: string, ruleSet: RuleSet, previous: RuleSet | null = null) => {
      const { files } = target.render(ruleSet, {}, previous);
      await folder.write(files.map(({ path, text }) => ({ path: `${name}/${path}`, text })));
      return files;
    };

    beforeAll(async () => {
      folder = await TerraformFolder.create();
      folder.reattach(await server.listen(`${folder.path}/provider.sock`));
      const tests: string[] = [];
      for (const name of names) {
        const files = await write(name, scenarios[name]!);
        const textOf = (path: string) => files.find((file) => file.path === path)!.text;
        tests.push(testsFromAbove(name, textOf('tests/module.tftest.hcl')));
        const example = textOf('examples/complete/complete.tftest.hcl');
        tests.push(testsFromAbove(`${name}/examples/complete`, example));
      }
      for (const [index, { before }] of steps.entries()) await write(`step-${index}`, before);
      const calls = steps.map(({ before }, index) =>
        moduleCall(`step-${index}`, before, shared(index), () => perServer(index)),
      );
      await folder.write([
        { path: 'main.tf', text: block + calls.join('') },
        { path: 'all.tftest.hcl', text: `mock_provider "${provider}" {}\n${tests.join('\n')}` },
      ]);
      await run('init', ['-no-color']);
    }, 600_000);
    afterAll(async () => {
      server.close();
      await folder?.remove();
    });

    test('terraform fmt has nothing to change in the example and the tests of a module', async () => {
      expect(await folder.run('fmt', ['-check', '-recursive'], 'hostile')).toBe('');
    }, 600_000);

    test(`terraform test passes the tests of ${names.length} modules and their examples`, async () => {
      expect(await run('test', ['-no-color'])).toContain(`${names.length * 3} passed, 0 failed`);
    }, 600_000);

    test('from one revision to the next, a prefix that stays is never away', async () => {
      await run('apply', ['-auto-approve', '-input=false', '-no-color']);
      const before = cloud.openFlows();
      const away = new Map<string, Set<string>>();
      cloud.afterChange = () => {
        const open = cloud.openFlows();
        for (const flow of before) if (!open.has(flow)) away.set(flow, open);
      };
      for (const [index, step] of steps.entries()) await write(`step-${index}`, step.after, step.before);
      await run('apply', ['-auto-approve', '-input=false', '-no-color']);
      const after = cloud.openFlows();
      expect([...away.keys()].filter((flow) => after.has(flow))).toEqual([]);
      expect(after.size).toBeGreaterThan(100);
      expect(await run('plan', ['-input=false', '-no-color'])).toContain('No changes');
    }, 600_000);
  });
});
