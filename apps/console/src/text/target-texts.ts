/** The texts of a parameter of firewall rules in a language other than English. */
export type ParameterText = {
  readonly title: string;
  readonly help?: string;
  /** What the parameter takes, shown in place of whatever the API says about a value that it refuses. */
  readonly format?: string;
};

/** What the API says in English about the targets of firewall rules, in another language. */
export type TargetTexts = {
  /** By the id of the target; one without an entry is called by its name. */
  readonly labels: Readonly<Record<string, string>>;
  /** How the output is tested, by the id of the target. */
  readonly proofs: Readonly<Record<string, string>>;
  /** What is downloaded for a comparison where no command prints it, by the id of the target. */
  readonly checks: Readonly<Record<string, string>>;
  /** By the name of the parameter, or by `target.name` where a target means something else by it. */
  readonly parameters: Readonly<Record<string, ParameterText>>;
};
