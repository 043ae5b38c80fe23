import { endsSoon, type TokenAnswer } from '@postern/core/token';
import type { Token } from '@postern/database/entities/token';

/** What limits a token, as answers show it. */
export function presentLimits({
  limits,
  expiresAt,
}: Partial<Pick<Token, 'limits' | 'expiresAt'>>): Pick<
  TokenAnswer,
  'scopes' | 'sources' | 'expiresAt' | 'expiresSoon'
> {
  return {
    scopes: limits?.scopes === undefined ? null : [...limits.scopes],
    sources: limits?.sources === undefined ? null : [...limits.sources],
    expiresAt: expiresAt?.toISOString() ?? null,
    expiresSoon: endsSoon(expiresAt ?? null),
  };
}

/** A token as lists show it, without its secret. */
export function presentToken(row: Token): TokenAnswer {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    ...presentLimits(row),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedAddress: row.lastUsedAddress ?? null,
  };
}
