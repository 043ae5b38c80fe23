import { parse as parsePublicSuffix } from 'tldts';
import { z } from 'zod';
import { parseNameLabels } from './name-labels.js';
import { parseIpAddress } from './ip-address.js';
import { addRefusal, type Refusal } from './problem.js';

/** An email sending domain: `domain` is the key (A-labels, lower case), `displayDomain` is for people (U-labels). */
export type DomainName = { readonly ok: true; readonly domain: string; readonly displayDomain: string };

/**
 * Reads the domain of an email address: what follows the `@` (R3). A full address, `@example.com` or a wildcard is
 * refused with the domain suggested; public suffixes (Public Suffix List, both sections), IP literals and single
 * labels are refused.
 */
export function parseDomainName(text: string): DomainName | Refusal {
  if (text.includes('@')) {
    const domain = text.slice(text.lastIndexOf('@') + 1);
    return withSuggestion('domain-is-address', 'Enter only the part that follows the @', domain);
  }
  if (text.startsWith('*') || text.startsWith('.')) {
    const message = 'Each domain has settings of its own; wildcards are not supported';
    return withSuggestion('domain-is-wildcard', message, text.replace(/^[*.]+/, ''));
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const host = text.replace(/^[^/]*\/\//, '').replace(/[/?#:].*$/s, '');
    return withSuggestion('domain-is-url', 'Enter a domain, not a web address', host);
  }
  if (/^\[.*\]$/s.test(text) || parseIpAddress(text) !== null) {
    return { ok: false, code: 'name-is-address', message: 'An IP address cannot be an email domain here' };
  }
  const name = parseNameLabels(text);
  if (!name.ok) return name;
  const suffix = parsePublicSuffix(name.ascii, { allowPrivateDomains: true });
  if (suffix.publicSuffix === name.ascii) {
    return {
      ok: false,
      code: 'domain-is-public-suffix',
      message: `“${name.unicode}” is a public suffix, under which anybody may register; enter a domain of your own`,
    };
  }
  return { ok: true, domain: name.ascii, displayDomain: name.unicode };
}

function withSuggestion(code: string, message: string, candidate: string): Refusal {
  const repaired = candidate === '' || /[@*]/.test(candidate) ? null : parseDomainName(candidate);
  return { ok: false, code, message, ...(repaired?.ok ? { suggestion: repaired.domain } : {}) };
}

/** Parses to the key of a domain, e.g. `Bücher.Example.` to `xn--bcher-kva.example`. */
export const domainNameSchema = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseDomainName(text);
    if (parsed.ok) return parsed.domain;
    addRefusal(ctx, text, parsed);
    return z.NEVER;
  })
  .meta({ id: 'DomainName', description: 'What follows the @ in an email address.', example: 'example.com' });

/** An email address cut in two at its last `@`; `null` if there is no local part or the domain is refused. */
export function parseEmailAddress(text: string): { localPart: string; domain: DomainName } | null {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64) return null;
  const localPart = text.slice(0, at);
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f<>()[\]\\,;:"@]/.test(localPart)) return null;
  const domain = parseDomainName(text.slice(at + 1));
  return domain.ok ? { localPart, domain } : null;
}

/** An email address (RFC 5321 §4.1.2 dot-string, no quoting), with the domain as its key. */
export const emailAddressSchema = z
  .string()
  .max(320)
  .transform((text, ctx) => {
    const parsed = parseEmailAddress(text);
    if (parsed !== null)
      return { email: `${parsed.localPart}@${parsed.domain.domain}`, domain: parsed.domain.domain };
    addRefusal(ctx, text, {
      code: 'email-malformed',
      message: 'A full email address is needed, like jane@example.com',
    });
    return z.NEVER;
  });
