import { Unreadable } from './deployed-rules.js';

/** A policy of `[edit security policies]`; its context is the pair of zones, or `global`. */
export type JunosPolicy = {
  readonly name: string;
  readonly context: string;
  readonly match: Map<string, string[]>;
  readonly actions: string[];
  isInactive: boolean;
  /** Whether a scheduler limits it, or a part of it is inactive. */
  isLimited: boolean;
};

/** What of a Junos configuration decides about connections. */
export type JunosConfiguration = {
  readonly addresses: Map<string, string>;
  readonly addressSets: Map<string, string[]>;
  readonly applications: Map<string, Map<string, string>>;
  readonly applicationSets: Map<string, string[]>;
  readonly policies: JunosPolicy[];
  /** Lines that may change the answer and are not understood. */
  readonly unread: string[];
};

/**
 * Reads the lines of `show configuration | display set`, `deactivate` lines too. Throws an Unreadable for a text without
 * security policies, e.g. one in braces.
 */
export function readJunosSet(text: string): JunosConfiguration {
  const reader = new Reader();
  for (const raw of text.split(/\r?\n/)) reader.line(raw.trim());
  if (reader.policies.length === 0)
    throw new Unreadable('This holds no security policies: print “show configuration | display set”');
  return reader;
}

/** Statements of `[edit security policies]` that do not decide about a connection that a policy decides about. */
const harmless = new Set(['default-policy', 'policy-rematch', 'policy-stats', 'traceoptions']);

class Reader implements JunosConfiguration {
  readonly addresses = new Map<string, string>();
  readonly addressSets = new Map<string, string[]>();
  readonly applications = new Map<string, Map<string, string>>();
  readonly applicationSets = new Map<string, string[]>();
  readonly policies: JunosPolicy[] = [];
  readonly unread: string[] = [];
  readonly #byPath = new Map<string, JunosPolicy>();

  line(line: string): void {
    const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
    const [verb, ...path] = words;
    if (verb !== 'set' && verb !== 'deactivate') return;
    if (verb === 'set' && this.#isRead(path)) return;
    // A statement of a group counts wherever the group is applied.
    const statement = path[0] === 'groups' ? path.slice(2) : path;
    const isRelevant =
      statement[0] === 'applications' ||
      (statement[0] === 'security' && /^(?:policies|address-book)$/.test(statement[1] ?? '')) ||
      (statement[0] === 'security' && statement.includes('address-book'));
    if (!isRelevant) return;
    if (verb === 'deactivate' && this.#isDeactivated(path)) return;
    if (!this.unread.includes(line)) this.unread.push(line);
  }

  #isRead([first, second, ...rest]: readonly string[]): boolean {
    if (first === 'applications' && second === 'application') return this.#application(rest);
    if (first === 'applications' && second === 'application-set') return this.#applicationSet(rest);
    if (first !== 'security') return false;
    if (second === 'address-book') return this.#bookEntry(rest.slice(1));
    if (second === 'zones' && rest[0] === 'security-zone' && rest[2] === 'address-book')
      return this.#bookEntry(rest.slice(3));
    if (second !== 'policies') return false;
    return harmless.has(rest[0] ?? '') || this.#policy(rest);
  }

  #application([name, ...fields]: readonly string[]): boolean {
    const [field, value] = fields;
    if (name === undefined || field === undefined || value === undefined) return false;
    const known = this.applications.get(name) ?? new Map<string, string>();
    // A term has conditions of its own; the name of its field keeps the application from being taken for a plain one.
    this.applications.set(name, known.set(field, fields.slice(1).join(' ')));
    return true;
  }

  #applicationSet([name, kind, member]: readonly string[]): boolean {
    if (kind === 'description') return true;
    if (name === undefined || kind !== 'application' || member === undefined) return false;
    this.applicationSets.set(name, [...(this.applicationSets.get(name) ?? []), member]);
    return true;
  }

  #bookEntry([kind, name, ...rest]: readonly string[]): boolean {
    if (kind === 'attach' || kind === 'description' || rest[0] === 'description') return true;
    if (name === undefined || rest.length === 0) return false;
    if (kind === 'address') {
      const [form, first, to, last] = rest;
      if (form === 'ip-prefix' && first !== undefined) this.addresses.set(name, first);
      else if (form === 'range-address' && to === 'to') this.addresses.set(name, `${first}-${last}`);
      else this.addresses.set(name, rest.join(' ')); // A name or a wildcard is no prefix: whoever needs it cannot read it.
      return true;
    }
    if (kind !== 'address-set' || !/^address(?:-set)?$/.test(rest[0]!) || rest[1] === undefined) return false;
    const members = this.addressSets.get(name) ?? [];
    members.push(rest[1]);
    this.addressSets.set(name, members);
    return true;
  }

  #policy(rest: readonly string[]): boolean {
    const found = this.#policyAt(rest, true);
    if (found === null) return false;
    const { policy, statement } = found;
    const [part, field, ...values] = statement;
    if (part === undefined || part === 'description') return true;
    if (part === 'scheduler-name') policy.isLimited = true;
    else if (part === 'match' && field !== undefined)
      policy.match.set(field, [...(policy.match.get(field) ?? []), ...values]);
    else if (part === 'then' && field !== undefined) policy.actions.push([field, ...values].join(' '));
    else return false;
    return true;
  }

  /** The policy that the words after `security policies` speak of, and what they say of it. */
  #policyAt(
    rest: readonly string[],
    isMade: boolean,
  ): { policy: JunosPolicy; statement: readonly string[] } | null {
    const isGlobal = rest[0] === 'global' && rest[1] === 'policy';
    const isZoned = rest[0] === 'from-zone' && rest[2] === 'to-zone' && rest[4] === 'policy';
    const at = isGlobal ? 2 : 5;
    const name = rest[at];
    if ((!isGlobal && !isZoned) || name === undefined) return null;
    const context = isGlobal ? 'global' : rest.slice(0, 4).join(' ');
    const path = `${context} ${name}`;
    let policy = this.#byPath.get(path);
    if (policy === undefined) {
      if (!isMade) return null;
      policy = { name, context, match: new Map(), actions: [], isInactive: false, isLimited: false };
      this.#byPath.set(path, policy);
      this.policies.push(policy);
    }
    return { policy, statement: rest.slice(at + 1) };
  }

  /** Junos prints `deactivate` lines after the statements that they switch off. */
  #isDeactivated(path: readonly string[]): boolean {
    if (path[0] !== 'security' || path[1] !== 'policies') return false;
    const found = this.#policyAt(path.slice(2), false);
    if (found === null) return false;
    const [part] = found.statement;
    if (part === undefined) found.policy.isInactive = true;
    else if (part !== 'description') found.policy.isLimited = true;
    return true;
  }
}
