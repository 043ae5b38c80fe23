import { parse as parsePublicSuffix } from 'tldts';
import { z } from 'zod';
import { describeHiddenCharacter, withoutHiddenCharacters } from './hidden-characters.js';
import { parseNameLabels } from './name-labels.js';
import { parseIpAddress } from './ip-address.js';
import { addRefusal, type Refusal } from './problem.js';

/** The domain of email addresses, in the form that is compared and the form that people read. */
export type DomainName = {
  readonly ok: true;
  /** The form that is stored and compared: A-labels (`xn--…`) in lower case. */
  readonly domain: string;
  /** The form that people read: U-labels, e.g. `bücher.example`. */
  readonly displayDomain: string;
  /**
   * Whether the domain is on the Public Suffix List, in either section, so that others register names under it.
   * Some public suffixes have mailboxes of their own (mil.no, gov.in, iki.fi), therefore settings for one need a
   * confirmation.
   */
  readonly isPublicSuffix: boolean;
};

/**
 * Parses the domain of an email address, the part after the `@` (R3). A full address, `@example.com` and a wildcard
 * are refused with the domain as the suggestion; IP addresses and names without a dot are refused.
 */
export function parseDomainName(text: string): DomainName | Refusal {
  if (text.includes('@')) {
    const domain = text.slice(text.lastIndexOf('@') + 1).replace(/[\s<>()",;].*$/s, '');
    return withSuggestion('domain-is-address', 'Enter only the part that follows the @', domain);
  }
  if (text.startsWith('*') || text.startsWith('.')) {
    const message = 'Each domain has settings of its own; wildcards are not supported';
    return withSuggestion('domain-is-wildcard', message, text.replace(/^[*.]+/, ''));
  }
  if (text.includes('/') || /^[^:[\]]+:\d+$/.test(text)) {
    const host = text.replace(/^[a-z0-9+.-]*:?\/\//i, '').replace(/[/?#:].*$/s, '');
    return withSuggestion('domain-is-url', 'Enter a domain, not a web address', host);
  }
  if (/^\[.*\]$/s.test(text) || parseIpAddress(text) !== null) {
    return { ok: false, code: 'name-is-address', message: 'An IP address cannot be an email domain here' };
  }
  const name = parseNameLabels(text);
  if (!name.ok) return name;
  const { publicSuffix } = parsePublicSuffix(name.ascii, { allowPrivateDomains: true });
  const isPublicSuffix = publicSuffix === name.ascii;
  return { ok: true, domain: name.ascii, displayDomain: name.unicode, isPublicSuffix };
}

function withSuggestion(code: string, message: string, candidate: string): Refusal {
  const repaired = candidate === '' || /[@*]/.test(candidate) ? null : parseDomainName(candidate);
  return { ok: false, code, message, ...(repaired?.ok ? { suggestion: repaired.domain } : {}) };
}

/** Parses a domain to lower-case A-labels, e.g. `Bücher.Example.` to `xn--bcher-kva.example`. */
export const domainNameSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseDomainName(text);
    if (parsed.ok) return parsed.domain;
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  })
  .meta({
    id: 'DomainName',
    description: 'The part of an email address that follows the @.',
    example: 'example.com',
  });

/** Returns the refusal of a public suffix whose settings nobody has confirmed; `null` for any other domain. */
export function refusePublicSuffix({ displayDomain, isPublicSuffix }: DomainName): Refusal | null {
  if (!isPublicSuffix) return null;
  const message = `“${displayDomain}” is a public suffix: others register names under it. If your mailboxes end in @${displayDomain}, confirm it with confirmPublicSuffix`;
  return { ok: false, code: 'domain-is-public-suffix', message };
}

/** An email address, split at its last `@`. */
export type EmailAddress = { readonly ok: true; readonly localPart: string; readonly domain: DomainName };

/** Parses an email address. A refusal names the invisible character, or the reason why the domain is refused. */
export function parseEmailAddress(text: string): EmailAddress | Refusal {
  const hidden = describeHiddenCharacter(text);
  if (hidden !== null) {
    return malformedAddress(`The email address contains ${hidden}`, addressWithin(text));
  }
  return parseVisibleAddress(text);
}

/**
 * Returns the address in a text that has more than it: invisible characters around it, or the name that mail programs
 * copy with it (`Jane Doe <jane@example.com>`). `null` if no one address is there.
 */
function addressWithin(text: string): string | null {
  const visible = withoutHiddenCharacters(text);
  const candidate = addressInBrackets(visible) ?? visible;
  if (describeHiddenCharacter(candidate) !== null) return null;
  const parsed = parseVisibleAddress(candidate);
  return parsed.ok ? `${parsed.localPart}@${parsed.domain.domain}` : null;
}

function addressInBrackets(text: string): string | undefined {
  return /<([^<>]{1,320})>$/.exec(text)?.[1];
}

function malformedAddress(message: string, suggestion: string | null): Refusal {
  return { ok: false, code: 'email-malformed', message, ...(suggestion !== null && { suggestion }) };
}

function parseVisibleAddress(text: string): EmailAddress | Refusal {
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, at);
  if (at < 1 || at > 64 || /[\s<>()[\]\\,;:"@]/.test(localPart)) {
    const named = addressInBrackets(text);
    const repaired = named === undefined ? null : addressWithin(named);
    return malformedAddress('A full email address is needed, like jane@example.com', repaired);
  }
  const domain = parseDomainName(text.slice(at + 1));
  if (domain.ok) return { ok: true, localPart, domain };
  const { message, suggestion } = domain;
  return malformedAddress(
    `The part that follows the @ cannot be used: ${message}`,
    suggestion === undefined ? null : `${localPart}@${suggestion}`,
  );
}

/**
 * Parses an email address (RFC 5321 §4.1.2 dot-string, no quoted local parts); the domain becomes lower-case
 * A-labels.
 */
export const emailAddressSchema = z
  .string()
  .max(320)
  .transform((text, ctx) => {
    const parsed = parseEmailAddress(text);
    if (parsed.ok) {
      const { domain } = parsed.domain;
      return { email: `${parsed.localPart}@${domain}`, domain };
    }
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  });
