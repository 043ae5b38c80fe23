import {
  joinSources,
  readPrefix,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';

function listRule(action: 'allow' | 'deny', sources: DeployedRule['sources'], line: string): DeployedRule {
  return { action, sources, destinations: 'any', ports: 'any', isOurs: true, line };
}

/** Reads a Postfix CIDR table: the first line that matches decides; a line with host bits is skipped by Postfix. */
export function readPostfix(text: string): Deployed {
  const [rules, unread]: [DeployedRule[], string[]] = [[], []];
  for (const line of text.split(/\r?\n/)) {
    const words = line.replace(/^#.*/, '').trim();
    if (words === '') continue;
    const found = /^(\S+)\s+(OK|PERMIT|REJECT|DUNNO|[45]\d\d)\b/i.exec(words);
    if (found === null) unread.push(line);
    else {
      const verb = found[2]!.toUpperCase();
      rules.push(
        listRule(verb === 'OK' || verb === 'PERMIT' ? 'allow' : 'deny', readSource(found[1]!), line),
      );
    }
  }
  return { rules, gone: [], unread };
}

/** Always allowed beside the lists: look-ups without an address, and loopback. */
const ownOfDovecot = ['local', '127.0.0.0/8', '::1/128', '127.0.0.1', '::1'];

/**
 * Reads `allow_nets` as Dovecot 2.3 (`override_fields`) and 2.4 (`passdb_fields`) have it, without loopback and the
 * customer's further sources.
 */
export function readDovecot(text: string, furtherSources: readonly string[]): Deployed {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
  const values = lines.flatMap((line) => {
    const found = /allow_nets\s*=\s*([^\s}]+)/.exec(line);
    return found === null ? [] : [found[1]!];
  });
  if (values.length === 0)
    return { rules: [], gone: ['allow_nets is not set: every address may log in'], unread: [] };
  const nets = values
    .at(-1)!
    .split(',')
    .filter((net) => net !== '' && !ownOfDovecot.includes(net) && !furtherSources.includes(net));
  return {
    rules: [listRule('allow', joinSources(nets.map(readSource)), values.at(-1)!)],
    gone: [],
    unread: [],
  };
}

/** Reads one prefix a line; `#` starts a comment. A line that is no prefix stops the check. */
export function readPlainList(text: string): Deployed {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new Unreadable('The list is empty');
  return {
    rules: [listRule('allow', joinSources(lines.map((line) => [readPrefix(line)])), 'list')],
    gone: [],
    unread: [],
  };
}
