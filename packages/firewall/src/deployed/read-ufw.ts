import { readPorts, readSource, Unreadable, type Deployed, type DeployedRule } from './deployed-rules.js';

/**
 * Reads `ufw show added`, `ufw status`, or the `### tuple` lines of user.rules and user6.rules. A rule is ours by its
 * comment. In `ufw status` rules for routed traffic end in FWD.
 */
export function readUfw(text: string): Deployed {
  const [rules, unread]: [DeployedRule[], string[]] = [[], []];
  let isUfw = false;
  let isInactive = false;
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    if (/^Status: |^Added user rules|^### tuple|^ufw /.test(line)) isUfw = true;
    if (line.startsWith('Status: inactive')) isInactive = true;
    const fields = tuple(line) ?? command(line) ?? status(line);
    if (fields === null) continue;
    const rule = ruleOf(fields, line);
    if (rule === null) unread.push(line);
    else rules.push(rule);
  }
  if (!isUfw) throw new Unreadable('This is not the output of “ufw show added” or “ufw status”');
  return { rules, gone: isInactive ? ['ufw is not active'] : [], unread };
}

type Fields = {
  readonly verb: string;
  readonly protocol: string;
  readonly port: string;
  readonly to: string;
  readonly from: string;
  readonly comment: string;
};

/** `### tuple ### allow tcp 993 198.51.100.10 any 203.0.113.0/27 in comment=…` (hexadecimal). */
function tuple(line: string): Fields | null {
  const found =
    /^### tuple ### (?:route:)?(\w+) (\w+) (\S+) (\S+) (\S+) (\S+) \S+(?: comment=([0-9a-f]*))?$/.exec(line);
  if (found === null) return null;
  const comment = (found[7]?.match(/../g) ?? [])
    .map((byte) => String.fromCharCode(Number.parseInt(byte, 16)))
    .join('');
  return { verb: found[1]!, protocol: found[2]!, port: found[3]!, to: found[4]!, from: found[6]!, comment };
}

/** `ufw [route] allow from A to B port 993 proto tcp comment '…'`, its words in any order. */
function command(line: string): Fields | null {
  const found = /^ufw (?:route )?(?:prepend |insert \d+ )?(allow|deny|reject|limit)(?: in)?(?: (.*))?$/.exec(
    line,
  );
  if (found === null) return null;
  const comment = / comment '([^']*)'$/.exec(line)?.[1] ?? '';
  const words = (found[2] ?? '').replace(/ ?comment '.*$/, '').split(' ');
  const word = (name: string) => words[words.indexOf(name) + 1];
  const has = (name: string) => words.includes(name);
  const short = /^(\d+)(?:\/(\w+))?$/.exec(words[0] ?? '');
  return {
    verb: found[1]!,
    protocol: has('proto') ? word('proto')! : (short?.[2] ?? 'any'),
    port: has('port') ? word('port')! : (short?.[1] ?? 'any'),
    to: has('to') ? word('to')! : 'any',
    from: has('from') ? word('from')! : 'any',
    comment,
  };
}

/** `198.51.100.10 993/tcp   ALLOW IN   203.0.113.0/27   # Postern: …`. */
function status(line: string): Fields | null {
  const found =
    /^(?:\[ *\d+\] *)?(\S+)(?: (\S+))?(?: \(v6\))? {2,}(ALLOW|DENY|REJECT|LIMIT)(?: IN| FWD)? +(\S+)(?: \(v6\))?(?: +# (.*))?$/.exec(
      line,
    );
  if (found === null) return null;
  const [, first, second, verb, from, comment = ''] = found as unknown as string[];
  const [port, to] =
    second === undefined
      ? [/^\d/.test(first!) && !/[.:].*[.:]/.test(first!) ? first! : 'any', 'any']
      : [second, first!];
  const [number, protocol = 'any'] = port!.split('/') as [string, string?];
  return {
    verb: verb!.toLowerCase(),
    protocol,
    port: number,
    to: to === 'Anywhere' ? 'any' : to!,
    from: from === 'Anywhere' ? 'any' : from!,
    comment,
  };
}

function ruleOf({ verb, protocol, port, to, from, comment }: Fields, line: string): DeployedRule | null {
  if (verb === 'limit') return null;
  if (protocol !== 'tcp' && protocol !== 'any')
    return { action: 'pass', sources: [], destinations: [], ports: [], isOurs: false, line };
  const destinations = readSource(to);
  return {
    action: verb === 'allow' ? 'allow' : 'deny',
    sources: readSource(from),
    destinations,
    ports: port === 'any' ? 'any' : port.split(',').map(readPorts),
    isOurs: comment.startsWith('Postern'),
    line,
  };
}
