import {
  mostSelected,
  type BulkAction,
  type BulkPreview,
  type ChangedServer,
  type SelectedDomain,
  type Selection,
} from '@postern/core/bulk-change';
import { inAccount, type Database } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { ApiProblem, because } from '../http/api-problem.js';
import { conditionsOf } from '../mail-settings/conditions-of.js';

/** What a preview needs of a row; entities would take ten times as long for 10,000 rows. */
const columns = [
  'domain',
  'displayDomain',
  'origin',
  'revision',
  'verificationState',
  'imapHost',
  'smtpHost',
] as const;
export type SelectedRow = Pick<MailSettings, (typeof columns)[number]>;

const firstShown = 20;

/** The rows of a selection that exist, sorted by domain. Throws a problem if a filter finds more than 10,000. */
export async function selectRows(
  database: Database,
  accountId: string,
  selection: Selection,
): Promise<SelectedRow[]> {
  const where =
    'filter' in selection
      ? conditionsOf(accountId, selection.filter)
      : { accountId, domain: { $in: selection.domains.map(({ domain }) => domain) } };
  const rows = await inAccount(database, accountId)
    .createQueryBuilder(MailSettings)
    .select([...columns])
    .where(where)
    .orderBy({ domain: 'asc' })
    .limit(mostSelected + 1)
    .execute<SelectedRow[]>('all');
  if (rows.length <= mostSelected) return rows;
  throw new ApiProblem('cannot-act-on-it', because('too-many-domains', { most: mostSelected }));
}

/** The domains to change: those that were named, with the revisions that were seen, or those that the filter finds now. */
export async function targetsOf(
  database: Database,
  accountId: string,
  selection: Selection,
): Promise<readonly SelectedDomain[]> {
  if ('domains' in selection) {
    const byName = new Map(selection.domains.map((target) => [target.domain, target]));
    return [...byName.values()];
  }
  const rows = await selectRows(database, accountId, selection);
  return rows.map(({ domain, revision }) => ({ domain, revision }));
}

/** What an action would do to the rows of a selection. */
export function previewOf(action: BulkAction, rows: readonly SelectedRow[]): BulkPreview {
  const changing = rows.filter((row) => isChanged(action, row));
  return {
    action: action.action,
    selected: rows.length,
    domains: changing.map(({ domain, revision }) => ({ domain, revision })),
    first: changing.slice(0, firstShown).map((row) => ({
      domain: row.domain,
      displayDomain: row.displayDomain,
      servers: [...serversToChange(action, row)],
    })),
  };
}

function isChanged(action: BulkAction, row: SelectedRow): boolean {
  if (action.action === 'verify') return !isPending(row.verificationState);
  if (action.action === 'delete') return true;
  return row.origin === 'admin' && serversToChange(action, row).length > 0;
}

/** Whether a verification of the settings waits or runs, so that another one would only repeat it. */
export function isPending(state: MailSettings['verificationState']): boolean {
  return state === 'queued' || state === 'running';
}

/** The servers of a row whose host is replaced; none for the other actions, and for Exchange settings. */
export function serversToChange(
  action: BulkAction,
  row: Pick<MailSettings, 'imapHost' | 'smtpHost'>,
): readonly ChangedServer[] {
  if (action.action !== 'set-host') return [];
  return (['imap', 'smtp'] as const).filter(
    (name) =>
      action.servers.includes(name) && row[`${name}Host`] === action.from && action.from !== action.to,
  );
}
