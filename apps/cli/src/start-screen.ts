export type StartFacts = {
  readonly origin: string;
  /** The code in the sign-in link; `null` if the first token was revoked. */
  readonly signInCode: string | null;
  readonly dataDirectory: string;
  /** The file with the bootstrap token; `null` if POSTERN_BOOTSTRAP_TOKEN contains the token. */
  readonly tokenFile: string | null;
  readonly hasOwnDatabase: boolean;
  readonly hasRedis: boolean;
};

/** Returns the text that `postern up` prints when Postern is ready: addresses, token, data directory and queue. */
export function startScreen(facts: StartFacts): string {
  const rows = [
    ...signInRows(facts),
    ['API', `${facts.origin}/docs`],
    ['Data', facts.hasOwnDatabase ? facts.dataDirectory : 'the PostgreSQL of DATABASE_URL'],
    ['Queue', facts.hasRedis ? 'the Redis of REDIS_URL' : 'PostgreSQL'],
  ];
  const lines = rows.map(([label = '', text]) => `  ${label.padEnd(9)}${text}`);
  return ['', 'Postern is running. Ctrl-C stops it.', '', ...lines, '', ''].join('\n');
}

function signInRows({ origin, signInCode, tokenFile }: StartFacts): [string, string][] {
  if (signInCode === null) {
    return [
      ['Console', `${origin}/`],
      ['Token', 'the first one was revoked; this command creates another:'],
      ['', 'postern token create --role super-admin'],
    ];
  }
  return [
    ['Console', `${origin}/#code=${signInCode}`],
    ['', 'signs you in once, within 15 minutes'],
    ['Token', tokenFile ?? 'the one in POSTERN_BOOTSTRAP_TOKEN'],
    ['', 'super-admin of the account “default”'],
  ];
}
