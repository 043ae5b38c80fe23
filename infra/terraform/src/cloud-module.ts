import type { AddressSet, RuleSet } from '@postern/firewall/rule-set';

/** A resource of a module, and what it was made from. */
export type MadeResource = {
  readonly type: string;
  readonly name: string;
  readonly set: AddressSet;
  /** The part of the set that it holds. */
  readonly slot: string;
  /** The server and port of a rule, `''` for a list. */
  readonly place: string;
  /** Under which the outputs of the module name it. */
  readonly key: string;
};

/** The resources of a module as Terraform's JSON has them. */
export type ModuleResources = {
  readonly resource?: Readonly<Record<string, Record<string, object>>>;
  readonly made: readonly MadeResource[];
};

/** A variable of a module. */
export type ModuleInput = {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Left out for a variable that must be given. */
  readonly default?: unknown;
  readonly validation?: readonly { readonly condition: string; readonly error_message: string }[];
  /** An expression in HCL for the example and the tests, or one for each server. */
  readonly example?: string | Readonly<Record<string, string>>;
};

/** An output of a module: an attribute of all resources of a type, by their keys. */
export type ModuleOutput = {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly attribute: string;
  /** What the resource is called in a sentence, e.g. `prefix list`. */
  readonly noun: string;
};

/** What is particular to the modules for one cloud. */
export type CloudModule = {
  /** As its provider calls it, e.g. `AWS`. */
  readonly cloud: string;
  readonly provider: { readonly name: string; readonly source: string; readonly version: string };
  /** The lines in the provider block of the example. */
  readonly providerExample: readonly string[];
  /** What the module makes, after “Lets … reach your mail servers:”. */
  readonly makes: string;
  /** Paragraphs for the README about limits and revisions. */
  readonly notes: readonly string[];
  readonly outputs: readonly ModuleOutput[];
  readonly synthesise: (ruleSet: RuleSet) => ModuleResources;
  readonly inputs: (ruleSet: RuleSet) => readonly ModuleInput[];
};
