import { z } from 'zod';
import { checkCommands } from './deployed/check-commands.js';
import { ciscoAsaTarget } from './render-cisco-asa.js';
import { ansibleTarget } from './render-ansible.js';
import { ciliumTarget } from './render-cilium.js';
import { dovecotTarget } from './render-dovecot.js';
import { feedTarget } from './render-feed.js';
import { firewalldTarget } from './render-firewalld.js';
import { fortigateTarget } from './render-fortigate.js';
import { handoverTarget } from './render-handover.js';
import { iptablesTarget } from './render-iptables.js';
import { juniperSrxTarget } from './render-juniper-srx.js';
import { kubernetesTarget } from './render-kubernetes.js';
import { mikrotikTarget } from './render-mikrotik.js';
import { nftablesTarget } from './render-nftables.js';
import { opnsenseTarget } from './render-opnsense.js';
import { paloaltoTarget } from './render-paloalto.js';
import { pfsenseTarget } from './render-pfsense.js';
import { postfixTarget } from './render-postfix.js';
import { ufwTarget } from './render-ufw.js';
import { windowsTarget } from './render-windows.js';
import type { RuleSet } from './rule-set.js';
import type { Rendering, Target } from './target.js';

/** The targets of this package by id; `@postern/terraform` has more and is loaded on first use. */
export const targets: Readonly<Record<string, Target>> = Object.fromEntries(
  [
    feedTarget,
    nftablesTarget,
    iptablesTarget,
    ufwTarget,
    firewalldTarget,
    fortigateTarget,
    paloaltoTarget,
    ciscoAsaTarget,
    mikrotikTarget,
    juniperSrxTarget,
    opnsenseTarget,
    pfsenseTarget,
    windowsTarget,
    ansibleTarget,
    kubernetesTarget,
    ciliumTarget,
    postfixTarget,
    dovecotTarget,
    handoverTarget,
  ].map((target) => [target.id, target]),
);

/** A target as `GET /v1/firewall/targets` lists it. */
export const targetDescriptionSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    kind: z.string(),
    parameters: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema.' }),
    proof: z.string().meta({ description: 'How the output is tested.' }),
    check: z.string().nullable().meta({
      description:
        'The command or file whose text POST /v1/firewall/{target}/check compares with the rules; null if nothing can be compared.',
    }),
  })
  .meta({ id: 'FirewallTarget' });
export type TargetDescription = z.infer<typeof targetDescriptionSchema>;

/** Id, label, kind, proof, what can be checked, and the parameters as JSON Schema. */
export function describeTarget({ id, label, kind, parameters, proof }: Target): TargetDescription {
  const check = checkCommands[id] ?? null;
  return { id, label, kind, parameters: z.toJSONSchema(parameters, { io: 'input' }), proof, check };
}

/** Renders with a target of this package. Throws a RangeError for an unknown id, a ZodError for bad parameters. */
export function renderTarget(
  id: string,
  ruleSet: RuleSet,
  parameters: unknown,
  previous: RuleSet | null = null,
): Rendering {
  const target = Object.hasOwn(targets, id) ? targets[id] : undefined;
  if (target === undefined) throw new RangeError(`There is no target ${id}`);
  return target.render(ruleSet, parameters, previous);
}
