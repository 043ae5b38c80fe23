import type { LinkAnswer } from '@postern/core/link';
import type { StoredLink } from '@postern/database/links';

/** A link as its account sees it, without its secret. */
export function presentLink(link: StoredLink): LinkAnswer {
  const { id, createdAt, createdBy, openedAt } = link;
  return { id, createdAt, createdBy, openedAt, ...presentCommon(link) };
}

/** What both the account and whoever opens a link see of it. */
export function presentCommon({
  expiresAt,
  limits,
  appliedBy,
  appliedOn,
}: StoredLink): Pick<LinkAnswer, 'expiresAt' | 'domains' | 'appliedBy' | 'appliedOn'> {
  return {
    expiresAt,
    ...(limits?.domains && { domains: [...limits.domains] }),
    ...(appliedBy !== null && { appliedBy }),
    ...(appliedOn !== null && { appliedOn }),
  };
}
