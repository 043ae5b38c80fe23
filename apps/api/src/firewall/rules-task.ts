import { diffAllowlists } from '@postern/core/allowlist-diff';
import type { AllowlistDocument } from '@postern/core/allowlist-document';
import type { ListName } from '@postern/core/list-name';
import type { Finding } from '@postern/core/finding';
import { inputErrors, type InputError } from '@postern/core/problem';
import type { Destinations, DomainServers } from '@postern/firewall/account-settings';
import { sampleFinding } from '@postern/core/sample-finding';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import { checkedTargets, checkTarget } from '@postern/firewall/deployed/check-target';
import { matchFlow, type Flow } from '@postern/firewall/match-flow';
import type { RuleSet } from '@postern/firewall/rule-set';
import type { RenderedFile, Target } from '@postern/firewall/target';
import { findTarget } from '@postern/terraform/all-targets';
import { strToU8, zipSync, type ZippableFile } from 'fflate';

/** What the rules of an account are made from. Documents are JSON text, which is copied to a thread faster than objects. */
export type RulesInput = {
  readonly allowlist: string;
  readonly previousAllowlist: string | null;
  readonly dataCenter: string | null;
  /** The account's servers: an array of `DomainServers`. */
  readonly servers: string;
  /** The URLs of the receivers of webhooks that get rules. */
  readonly webhooks: readonly string[];
  readonly destinations?: Destinations;
};

/** Work on rules and lists that takes too long for the event loop of the api. */
export type RulesTask =
  | { readonly kind: 'match'; readonly rules: RulesInput; readonly flow: Flow }
  | ({ readonly kind: 'check'; readonly rules: RulesInput } & CheckInput)
  | ({ readonly kind: 'render'; readonly rules: RulesInput } & RenderInput)
  | {
      readonly kind: 'changes';
      readonly allowlists: readonly string[];
      readonly findings: readonly Finding[];
    };

type CheckInput = {
  readonly target: string;
  readonly deployed: string;
  readonly protocol: ListName | undefined;
  readonly parameters: object | undefined;
};
type RenderInput = {
  readonly target: string;
  readonly parameters: object | undefined;
  /** The media types that the request accepts, without parameters; '' if it names none. */
  readonly accepted: readonly string[];
};

/** A finished answer as bytes, or why there is none. */
export type RulesAnswer =
  | {
      readonly outcome: 'answer';
      readonly mediaType: string;
      readonly body: Uint8Array<ArrayBuffer>;
      readonly fileName?: string;
      readonly findingCodes: readonly string[];
    }
  | { readonly outcome: 'no-target' }
  | { readonly outcome: 'invalid'; readonly errors: readonly InputError[] }
  | { readonly outcome: 'no-files'; readonly findings: readonly Finding[] };

/** The time of every file in a zip, so that the same rules give the same bytes; 1980 is the earliest that zip allows. */
const zipTime = new Date(1980, 0, 1);

/** Does the work. Pure apart from loading the targets of Terraform. */
export async function runRulesTask(task: RulesTask): Promise<RulesAnswer> {
  switch (task.kind) {
    case 'match':
      return match(task.rules, task.flow);
    case 'check':
      return check(task.rules, task);
    case 'render':
      return render(task.rules, task);
    case 'changes': {
      const documents = task.allowlists.map((text) => JSON.parse(text) as AllowlistDocument);
      const changes = documents.slice(1).map((after, index) => diffAllowlists(documents[index]!, after));
      return json({ data: changes.flat(), nextCursor: null, findings: task.findings });
    }
  }
}

function ruleSetOf(
  { dataCenter, servers, webhooks, destinations, ...input }: RulesInput,
  text = input.allowlist,
): RuleSet {
  return buildRuleSet(JSON.parse(text) as AllowlistDocument, {
    dataCenters: dataCenter === null ? [] : [dataCenter],
    domains: JSON.parse(servers) as DomainServers[],
    webhooks,
    ...(destinations && { destinations }),
  });
}

function match(rules: RulesInput, flow: Flow): RulesAnswer {
  const ruleSet = ruleSetOf(rules);
  return withSample(ruleSet, matchFlow(ruleSet, flow));
}

/** Adds the finding that every answer made from the sample list must have. */
function withSample({ findings }: RuleSet, answer: object): RulesAnswer {
  const samples = findings.filter(({ code }) => code === sampleFinding.code);
  if (samples.length === 0) return json(answer);
  return json({ ...answer, findings: samples }, [sampleFinding.code]);
}

async function check(rules: RulesInput, input: CheckInput): Promise<RulesAnswer> {
  const target = await findTarget(input.target);
  if (target === undefined || !checkedTargets.includes(target.id)) return { outcome: 'no-target' };
  const parsed = parseParameters(target, input.parameters);
  if ('errors' in parsed) return { outcome: 'invalid', errors: parsed.errors };
  const ruleSet = ruleSetOf(rules);
  const { deployed, protocol } = input;
  const report = checkTarget(target.id, deployed, ruleSet, { ...parsed.parameters, protocol });
  const repair = report.state === 'drifted' ? target.render(ruleSet, input.parameters ?? {}).files : [];
  const { revision, sha256 } = ruleSet;
  return withSample(ruleSet, { revision, sha256, ...report, repair });
}

async function render(
  rules: RulesInput,
  { target: id, parameters, accepted }: RenderInput,
): Promise<RulesAnswer> {
  const target = await findTarget(id);
  if (target === undefined) return { outcome: 'no-target' };
  const parsed = parseParameters(target, parameters);
  if ('errors' in parsed) return { outcome: 'invalid', errors: parsed.errors };
  const ruleSet = ruleSetOf(rules);
  const previous = rules.previousAllowlist === null ? null : ruleSetOf(rules, rules.previousAllowlist);
  const { files, removes, findings } = target.render(ruleSet, parameters ?? {}, previous);
  const { revision, sha256 } = ruleSet;
  const takesJson = accepted.some((type) => ['', '*/*', 'application/json'].includes(type));
  if (files.length === 0 && !takesJson) return { outcome: 'no-files', findings };
  const findingCodes = [...new Set(findings.map(({ code }) => code))];
  if (accepted.includes('application/zip')) {
    const fileName = `postern-${target.id}-r${revision}.zip`;
    const body = zipOf([...files, ...removes]);
    return { outcome: 'answer', mediaType: 'application/zip', body, fileName, findingCodes };
  }
  const [only] = files;
  if (files.length === 1 && only && accepted.includes(bareType(only.mediaType))) {
    return { outcome: 'answer', mediaType: only.mediaType, body: bytesOf(only.text), findingCodes };
  }
  return json({ revision, sha256, files, removes, findings }, findingCodes);
}

/** The parameters as the target's own schema reads them, or what is wrong with them. */
function parseParameters(target: Target, given: unknown): { parameters: object } | { errors: InputError[] } {
  const parsed = target.parameters.safeParse(given ?? {});
  if (parsed.success) return { parameters: parsed.data as object };
  return {
    errors: inputErrors(parsed.error.issues).map((error) => ({
      ...error,
      path: joined('parameters', error.path),
    })),
  };
}

function joined(head: string, path: string): string {
  return path === '' || path.startsWith('[') ? head + path : `${head}.${path}`;
}

function json(value: unknown, findingCodes: readonly string[] = []): RulesAnswer {
  const body = bytesOf(JSON.stringify(value));
  return { outcome: 'answer', mediaType: 'application/json; charset=utf-8', body, findingCodes };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function zipOf(files: readonly RenderedFile[]): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ path, text }): [string, ZippableFile] => [
    path,
    [strToU8(text), { mtime: zipTime }],
  ]);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}

/** A media type without its parameters. */
export function bareType(mediaType: string): string {
  return mediaType.split(';')[0]!.trim().toLowerCase();
}
