import type { Command } from 'commander';

/** Options of the command line that npm has too, so that its variable may come from npm's own configuration. */
const ambiguous: ReadonlySet<string> = new Set(['json', 'user', 'version']);

/**
 * The options of a command that npm read as its own: “npm run postern verify --imap mail.example.com” without “--”. npm
 * passes such an option on as a variable `npm_config_…` and not as an argument.
 */
export function optionsNpmTook(
  program: Command,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  if (environment['npm_lifecycle_event'] !== 'postern') return [];
  return optionNames(program, arguments_).filter(
    (name) =>
      !ambiguous.has(name) &&
      !arguments_.some((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`)) &&
      (environment[`npm_config_${name.replaceAll('-', '_')}`] ?? '') !== '',
  );
}

/** The long options of the commands that the arguments name, without the hyphens. */
function optionNames(command: Command, [first, ...rest]: readonly string[]): string[] {
  const names = command.options.map(({ long }) => long?.slice(2) ?? '').filter((name) => name !== '');
  const next = command.commands.find((each) => each.name() === first);
  return next === undefined ? names : [...names, ...optionNames(next, rest)];
}
