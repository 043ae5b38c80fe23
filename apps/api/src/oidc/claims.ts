import { roleSchema, type Role } from '@postern/core/permission';
import { visibleText } from '@postern/core/visible-text';
import type { OidcSettings } from './oidc-settings.js';

/** The claims of a person: those of the ID token, completed by those of the userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

const longestName = 200;

/** The highest role of a person's groups; null if none of them has one. */
export function roleOf(claims: Claims, { roleClaim, roleMap }: OidcSettings): Role | null {
  const groups = textsOf(claims[roleClaim]);
  const roles = roleMap.filter(({ group }) => groups.includes(group)).map(({ role }) => role);
  return roleSchema.options.find((role) => roles.includes(role)) ?? null;
}

/** The name or id of the account that a claim holds; null unless it holds exactly one. */
export function accountNameOf(claims: Claims, claim: string): string | null {
  const names = textsOf(claims[claim]);
  return names.length === 1 ? names[0]! : null;
}

/** What people read of a person. An address that the provider has not checked could be anybody's, and is left out. */
export function displayOf(claims: Claims): { readonly name: string; readonly address: string | null } {
  const email = claims['email_verified'] === false ? null : textOf(claims['email']);
  const name = textOf(claims['name']) ?? textOf(claims['preferred_username']) ?? email ?? shown(claims.sub);
  return { name, address: email };
}

/** A text claim as one visible line; null if it is missing or empty. */
function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? shown(value) : '';
  return text === '' ? null : text;
}

function shown(text: string): string {
  return visibleText(text.replaceAll(/\s+/g, ' ').trim()).slice(0, longestName);
}

function textsOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
