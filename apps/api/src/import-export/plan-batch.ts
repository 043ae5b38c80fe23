import type { ImportChange } from '@postern/core/settings-transfer';
import type { MailServers } from '@postern/core/mail-settings';
import type { EntityManager } from '@postern/database/database';
import type { MailSettings } from '@postern/database/entities/mail-settings';
import { isDeepStrictEqual } from 'node:util';
import { displayName } from '@postern/database/functions/save-mail-settings';
import { serversOf } from '@postern/database/server-columns';
import type { CheckedRow, RowErrors } from './check-rows.js';
import { selectServers } from './select-servers.js';

/** A domain that the import will create. */
type PlannedRow = { readonly line: number; readonly domain: string; readonly servers: MailServers };
type PlannedUpdate = PlannedRow & {
  readonly id: string;
  /** The revision after the update. */
  readonly revision: number;
  readonly before: MailServers & { readonly origin: string };
};

/** What the import of a batch of rows will write. */
export type BatchPlan = {
  readonly created: readonly PlannedRow[];
  readonly updated: readonly PlannedUpdate[];
  readonly unchanged: number;
};

type Existing = Parameters<typeof serversOf>[0] & Pick<MailSettings, 'id' | 'domain' | 'origin' | 'revision'>;

/** Compares rows with the stored settings and locks these. A row of another kind is an error, unless an attempt is stored. */
export async function planBatch(
  em: EntityManager,
  accountId: string,
  rows: readonly CheckedRow[],
  errors: RowErrors,
): Promise<BatchPlan> {
  const existing = await lockExisting(
    em,
    accountId,
    rows.map(({ input }) => input.domain),
  );
  const created: PlannedRow[] = [];
  const updated: PlannedUpdate[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const { domain, ...servers } = row.input;
    const found = existing.get(domain);
    if (found === undefined) {
      created.push({ line: row.line, domain, servers });
    } else if (found.origin === 'admin' && found.kind !== servers.kind) {
      const message = `${domain} has ${found.kind} settings; delete them first to change the kind`;
      errors.add(row, { path: 'kind', code: 'kind-is-fixed', message });
    } else if (found.origin === 'admin' && isDeepStrictEqual(serversOf(found), servers)) {
      unchanged += 1;
    } else {
      const before = { ...serversOf(found), origin: found.origin };
      updated.push({ line: row.line, domain, servers, id: found.id, revision: found.revision + 1, before });
    }
  }
  return { created, updated, unchanged };
}

/** What a plan will do, in the order of the file. */
export function changesOf({ created, updated }: BatchPlan): ImportChange[] {
  const changes = [
    ...created.map((row) => ({ ...row, before: null, after: { ...row.servers } })),
    ...updated.map((row) => ({
      ...row,
      before: { ...row.before },
      after: { ...row.servers, origin: 'admin' },
    })),
  ].map(({ line, domain, before, after }) => {
    return { line, domain, displayDomain: displayName(domain), before, after };
  });
  return changes.sort((one, other) => one.line - other.line);
}

async function lockExisting(
  em: EntityManager,
  accountId: string,
  domains: string[],
): Promise<Map<string, Existing>> {
  const rows = await em.execute<Existing[]>(
    `select id, domain, origin, revision, ${selectServers}
     from mail_settings
     where account_id = ? and domain in (select jsonb_array_elements_text(?::jsonb)) for update`,
    [accountId, JSON.stringify(domains)],
  );
  return new Map(rows.map((row) => [row.domain, row]));
}
