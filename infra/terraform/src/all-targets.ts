import type { Target } from '@postern/firewall/target';
import { targets } from '@postern/firewall/targets';

/** All targets of firewall rules, those for Terraform last. The first call loads cdktn, which takes about a second. */
export async function allTargets(): Promise<Target[]> {
  const [{ terraformAwsTarget }, { terraformAzureTarget }, { terraformGoogleTarget }] = await Promise.all([
    import('./terraform-aws-target.js'),
    import('./terraform-azure-target.js'),
    import('./terraform-google-target.js'),
  ]);
  return [...Object.values(targets), terraformAwsTarget, terraformAzureTarget, terraformGoogleTarget];
}

/** The target with this id, `undefined` if there is none. Only an id of a Terraform target loads cdktn. */
export async function findTarget(id: string): Promise<Target | undefined> {
  if (Object.hasOwn(targets, id)) return targets[id];
  return id.startsWith('terraform-') ? (await allTargets()).find((target) => target.id === id) : undefined;
}
