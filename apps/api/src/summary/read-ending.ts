import { authorityWarningDays } from '@postern/core/certificate-authority';
import type { Summary } from '@postern/core/summary';
import { tokenWarningDays } from '@postern/core/token';
import { listAuthorities } from '@postern/database/certificate-authorities';
import { inAccount, type Database } from '@postern/database/database';
import { Token } from '@postern/database/entities/token';
import { daysUntil, presentAuthority } from '../certificate-authorities/read-authority.js';

const shownEndings = 50;
const dayMs = 86_400_000;

/**
 * Reads the certificate authorities of an account that ended or end within 30 days and, if wanted, its tokens that end within
 * 14 days; the first to end first, at most 50.
 */
export async function readEnding(
  database: Database,
  accountId: string,
  withTokens: boolean,
): Promise<Summary['ending']> {
  const now = new Date();
  const soon = new Date(now.getTime() + tokenWarningDays * dayMs);
  const [authorities, tokens] = await inAccount(database, accountId).transactional(async (em) => [
    await listAuthorities(em),
    withTokens
      ? await em.find(
          Token,
          { accountId, expiresAt: { $gt: now, $lte: soon } },
          { orderBy: { expiresAt: 'asc' }, limit: shownEndings },
        )
      : [],
  ]);
  const ending = [
    ...authorities
      .map((stored) => presentAuthority(stored))
      .filter(({ daysLeft }) => daysLeft <= authorityWarningDays)
      .map(({ name, validTo, daysLeft }) => ({
        kind: 'certificate-authority' as const,
        name,
        endsAt: validTo,
        daysLeft,
      })),
    ...tokens.map(({ name, expiresAt }) => ({
      kind: 'token' as const,
      name,
      endsAt: expiresAt!.toISOString(),
      daysLeft: daysUntil(expiresAt!),
    })),
  ];
  return ending.sort((a, b) => Date.parse(a.endsAt) - Date.parse(b.endsAt)).slice(0, shownEndings);
}
