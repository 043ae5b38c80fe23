import { z } from 'zod';
import { isLoopbackUrl } from './loopback-url.js';
import { roleSchema, type Role } from './permission.js';
import { addRefusal } from './problem.js';

/** A group of the provider and the role that its members have. */
export type MappedGroup = { readonly group: string; readonly role: Role };

const issuer = z
  .string()
  .refine(
    isIssuer,
    'must be an https URL without user, query and fragment, as the provider writes its issuer; http is for loopback only',
  );
const roleMap = z.string().transform((text, ctx): MappedGroup[] => {
  const parsed = text.split(',').map((part) => parseMappedGroup(part.trim()));
  const groups = parsed.filter((one) => one !== null);
  if (groups.length === parsed.length) return groups;
  addRefusal(ctx, undefined, {
    code: 'invalid',
    message: `must be a comma-separated list, each group=role with one of the roles ${roleSchema.options.join(', ')}; a comma in a group is %2C, a percent sign %25`,
  });
  return z.NEVER;
});
const claim = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be the name of a claim, like groups');

/** The variables of the sign-in through a provider that speaks OpenID Connect. */
export const oidcVariables = {
  POSTERN_OIDC_ISSUER: issuer.optional().meta({
    description:
      'The issuer of the provider that people sign in with, like `https://login.example.com/realms/acme`.',
    unset: 'sign-in by token and link only',
  }),
  POSTERN_OIDC_CLIENT_ID: z.string().min(1).optional().meta({
    description: 'The id that the provider knows Postern by.',
    unset: 'required with POSTERN_OIDC_ISSUER',
  }),
  POSTERN_OIDC_CLIENT_SECRET: z.string().min(1).optional().meta({
    description: 'The secret of that client.',
    unset: 'Postern is a public client, with PKCE alone',
  }),
  POSTERN_OIDC_ROLE_CLAIM: claim.default('groups').meta({
    description: 'The claim that lists the groups of a person.',
    unset: '`groups`',
  }),
  POSTERN_OIDC_ROLE_MAP: roleMap.default([]).meta({
    description:
      'Which group has which role: `group=role`, comma-separated, `%2C` for a comma in a group. The highest role of a person’s groups counts.',
    unset: 'nobody has a role, so nobody may sign in through the provider',
  }),
  POSTERN_OIDC_ACCOUNT_CLAIM: claim.optional().meta({
    description: 'The claim that holds the name or the id of a person’s account.',
    unset: 'everybody belongs to the first account',
  }),
  POSTERN_OIDC_FORCED: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((text) => text === 'true')
    .meta({
      description: '`true`: tokens sign nobody in to the console; they remain for scripts.',
      unset: '`false`: tokens sign in as well',
    }),
};

type ParsedVariables = z.output<z.ZodObject<typeof oidcVariables>>;

/** Adds a complaint for a provider of which only some variables are set. */
export function refuseHalfProvider(env: ParsedVariables, ctx: z.core.$RefinementCtx): void {
  const others = {
    POSTERN_OIDC_CLIENT_ID: env.POSTERN_OIDC_CLIENT_ID !== undefined,
    POSTERN_OIDC_CLIENT_SECRET: env.POSTERN_OIDC_CLIENT_SECRET !== undefined,
    POSTERN_OIDC_ROLE_MAP: env.POSTERN_OIDC_ROLE_MAP.length > 0,
    POSTERN_OIDC_ACCOUNT_CLAIM: env.POSTERN_OIDC_ACCOUNT_CLAIM !== undefined,
    POSTERN_OIDC_FORCED: env.POSTERN_OIDC_FORCED,
  };
  const refuse = (name: keyof ParsedVariables, besides: string) =>
    ctx.issues.push({ code: 'custom', path: [name], message: `is required with ${besides}`, input: env });
  if (env.POSTERN_OIDC_ISSUER === undefined) {
    const [first] = Object.entries(others).find(([, isSet]) => isSet) ?? [];
    if (first !== undefined) refuse('POSTERN_OIDC_ISSUER', first);
  } else if (!others.POSTERN_OIDC_CLIENT_ID) refuse('POSTERN_OIDC_CLIENT_ID', 'POSTERN_OIDC_ISSUER');
}

function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || /[?#]/.test(text)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url));
}

/** Parses `group=role`. The role follows the last `=`, because a distinguished name of LDAP has others. */
function parseMappedGroup(text: string): MappedGroup | null {
  const match = /^(.+)=([a-z-]+)$/.exec(text);
  const role = roleSchema.safeParse(match?.[2]);
  if (match === null || !role.success) return null;
  try {
    return { group: decodeURIComponent(match[1]!.trim()), role: role.data };
  } catch {
    return null;
  }
}
