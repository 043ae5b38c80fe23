import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { AllowlistDocument } from '@postern/core/allowlist-document';
import { sampleAllowlist } from '@postern/core/sample-allowlist';
import { asOperator, withoutAccount, type Database, type EntityManager } from './database.js';

type Row = { revision: number; document: string };

const newest = new WeakMap<Database, AllowlistDocument>();

/** The newest published revision, or the sample allowlist until an operator has published one. Each revision is parsed once. */
export async function currentAllowlist(database: Database): Promise<AllowlistDocument> {
  const em = withoutAccount(database);
  const [row] = await em.execute<{ revision: number | null }[]>(
    'select max(revision) as revision from allowlist_revision',
  );
  if (!row?.revision) return sampleAllowlist;
  const known = newest.get(database);
  if (known?.revision === row.revision) return known;
  const document = (await readAllowlist(database, row.revision)) ?? sampleAllowlist;
  newest.set(database, document);
  return document;
}

/** The JSON text of a revision, by default the newest; `null` if there is no such revision. Nothing is parsed. */
export async function readAllowlistText(database: Database, revision?: number): Promise<string | null> {
  if (revision === sampleAllowlist.revision) return JSON.stringify(sampleAllowlist);
  const [row] = await withoutAccount(database).execute<Pick<Row, 'document'>[]>(
    revision === undefined
      ? 'select document from allowlist_revision order by revision desc limit 1'
      : 'select document from allowlist_revision where revision = ?',
    revision === undefined ? [] : [revision],
  );
  if (row !== undefined) return row.document;
  return revision === undefined ? JSON.stringify(sampleAllowlist) : null;
}

/** Reads one revision; revision 1 is the sample allowlist. `null` if there is no such revision. */
export async function readAllowlist(database: Database, revision: number): Promise<AllowlistDocument | null> {
  if (revision === sampleAllowlist.revision) return sampleAllowlist;
  const [row] = await withoutAccount(database).execute<Row[]>(
    'select revision, document from allowlist_revision where revision = ?',
    [revision],
  );
  return row === undefined ? null : (JSON.parse(row.document) as AllowlistDocument);
}

/** The JSON texts of the revision `since`, where it exists, and of all later ones, oldest first. */
export async function allowlistTextsSince(database: Database, since: number): Promise<string[]> {
  const rows = await withoutAccount(database).execute<Pick<Row, 'document'>[]>(
    'select document from allowlist_revision where revision >= ? order by revision',
    [since],
  );
  const published = rows.map(({ document }) => document);
  return since <= sampleAllowlist.revision ? [JSON.stringify(sampleAllowlist), ...published] : published;
}

/**
 * Stores a revision, and in the same transaction what `tell` writes as an operator; false if a revision of the same number
 * has been stored already.
 */
export async function storeAllowlist(
  database: Database,
  document: AllowlistDocument,
  holderId: string,
  tell: (em: EntityManager) => Promise<void>,
): Promise<boolean> {
  const { revision, publishedAt, sha256 } = document;
  try {
    await asOperator(database).transactional(async (em) => {
      await em.execute(
        `insert into allowlist_revision (revision, published_at, published_by, sha256, document) values (?, ?, ?, ?, ?)`,
        [revision, publishedAt, holderId, sha256, JSON.stringify(document)],
        'run',
      );
      await tell(em);
    });
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return false;
    throw error;
  }
}
