export type TerraformModuleOptions = {
  /** Defaults of the variable `security_group_ids`, by server name. */
  readonly securityGroupIds?: Readonly<Record<string, string>>;
  /** Default of the variable `name_prefix`; default `postern`. */
  readonly namePrefix?: string;
};

/** The resources of a module, and their names by the set or the rule that they are made from. */
export type ModuleResources = {
  readonly resource?: Readonly<Record<string, Record<string, object>>>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly rules: ReadonlyMap<string, readonly string[]>;
};
