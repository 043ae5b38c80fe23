import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import type { z } from 'zod';
import { broadFindings } from './broad-sources.js';
import { checkCapability, relevantFindings, type Capability } from './capability.js';
import { markSample } from './mark-sample.js';
import type { RuleSet } from './rule-set.js';

/** A file to be put onto a device, LF unless the format says otherwise. */
export type RenderedFile = { readonly path: string; readonly mediaType: string; readonly text: string };
export type Rendering = {
  readonly files: readonly RenderedFile[];
  /** To be applied after `files`: what takes away what is gone since the previous revision, and what takes all back. */
  readonly removes: readonly RenderedFile[];
  readonly findings: readonly Finding[];
};

/**
 * Turns a rule set into files: pure, no clock, no DNS, no environment; the same input gives the same bytes. `previous`
 * is the rule set that the device holds now, null if that is not known.
 */
export type Renderer<Parameters> = (
  ruleSet: RuleSet,
  parameters: Parameters,
  previous: RuleSet | null,
) => Rendering;

/** A kind of firewall with its parameters, all of which have defaults. */
export type Target = {
  readonly id: string;
  readonly label: string;
  readonly kind:
    | 'list'
    | 'packet-filter'
    | 'host-firewall'
    | 'appliance'
    | 'cloud'
    | 'mail-server'
    | 'document';
  readonly parameters: z.ZodType;
  /** How the output is tested: with the real program, or where none can be installed by a separate parser. */
  readonly proof: string;
  /** Throws a ZodError for parameters that its schema refuses. */
  readonly render: (ruleSet: RuleSet, parameters: unknown, previous?: RuleSet | null) => Rendering;
};

/**
 * Binds a renderer to the schema of its parameters, so that nothing unparsed reaches it, and to what its target can
 * hold, which is checked here for all of them. An error finding means no file: a wrong file would be applied.
 */
export function defineTarget<Schema extends z.ZodType>(
  target: Omit<Target, 'parameters' | 'render'> & {
    readonly capability: Capability;
    readonly parameters: Schema;
    readonly render: Renderer<z.output<Schema>>;
  },
): Target {
  const { capability, render, ...described } = target;
  return {
    ...described,
    render: (given, parameters, previous = null) => {
      const ruleSet = { ...given, findings: relevantFindings(given, capability) };
      const parsed = target.parameters.parse(parameters ?? {});
      const broad = broadFindings(ruleSet.sets);
      const { files, removes, findings } = render(ruleSet, parsed, previous);
      const all = [...broad, ...findings, ...checkCapability(ruleSet, capability)];
      const isRefused = all.some(({ level }) => level === 'error');
      if (isRefused) return { files: [], removes: [], findings: all };
      return { files: markSample(files, ruleSet), removes: markSample(removes, ruleSet), findings: all };
    },
  };
}

/** The lines that head every file: whose list, which revision, which digest. Already safe to stand in a comment. */
export function headerLines({ vendor, revision, sha256, mode }: RuleSet): string[] {
  return [`Postern: mail allowlist of ${vendor}, revision ${revision}, ${mode} mode`, `sha256 ${sha256}`];
}

/** Without the previous revision no file can say what is gone since then. */
export function staleFindings(previous: RuleSet | null): Finding[] {
  return previous === null ? [finding('info', 'stale-rules')] : [];
}
