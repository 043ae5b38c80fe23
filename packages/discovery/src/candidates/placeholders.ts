import type { Person } from '@postern/core/discovery';

/**
 * The outcome of the replacement. `needs-address` means that a placeholder stands for an address that is not known,
 * `unknown` that a placeholder is not one of draft-ietf-mailmaint-autoconfig or lacks its final `%`.
 */
export type Replaced =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'needs-address' | 'unknown' };

/** Anything between two percent signs, and the start of a placeholder without its end. */
const placeholder = /%[^%]*%|%EMAIL[A-Z]*/g;

/**
 * Replaces `%EMAILADDRESS%`, `%EMAILLOCALPART%` and `%EMAILDOMAIN%` anywhere in a text, in one pass: what an address
 * brings in is not replaced again, even if its local part reads like a placeholder.
 */
export function replacePlaceholders(template: string, { domain, email }: Person): Replaced {
  const values: Readonly<Record<string, string | null>> = {
    '%EMAILADDRESS%': email,
    '%EMAILLOCALPART%': email === null ? null : email.slice(0, email.lastIndexOf('@')),
    '%EMAILDOMAIN%': domain,
  };
  const found = template.match(placeholder) ?? [];
  if (found.some((name) => !Object.hasOwn(values, name))) return { ok: false, reason: 'unknown' };
  if (found.some((name) => values[name] === null)) return { ok: false, reason: 'needs-address' };
  return { ok: true, text: template.replace(placeholder, (name) => values[name] ?? '') };
}
