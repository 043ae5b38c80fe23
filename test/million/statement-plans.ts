import type { Client } from 'pg';

type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
};

/** A node of a plan that reads a table or an index. */
export type Access = {
  readonly type: string;
  readonly relation: string;
  readonly index: string | null;
  /** All loops together, with those that a filter removed. */
  readonly rows: number;
  readonly pages: number;
};

export type StatementPlan = { readonly milliseconds: number; readonly accesses: readonly Access[] };

/**
 * Makes every session that is opened on the database from now on write the plans of its statements, and of those inside of
 * functions, to the server's log, as they were executed.
 */
export async function explainNewSessions(superuser: Client): Promise<void> {
  const { rows } = await superuser.query<{ name: string }>('select quote_ident(current_database()) as name');
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
  };
  for (const [name, value] of Object.entries(settings))
    await superuser.query(`alter database ${rows[0]!.name} set ${name} = '${value}'`);
}

/** Runs `work` and returns the plans of what the explained sessions of this server executed meanwhile. */
export async function plansOf(superuser: Client, work: () => Promise<unknown>): Promise<StatementPlan[]> {
  const size = async () =>
    Number(
      (await superuser.query<{ size: string }>(`select size from pg_stat_file('start.log')`)).rows[0]!.size,
    );
  const start = await size();
  await work();
  const { rows } = await superuser.query<{ text: string }>(
    `select convert_from(pg_read_binary_file('start.log', $1, $2), 'UTF8') as text`,
    [start, (await size()) - start],
  );
  return parsePlans(rows[0]!.text);
}

/** Lines of a message after its first one begin with a tab. */
function parsePlans(log: string): StatementPlan[] {
  return [...log.matchAll(/duration: ([\d.]+) ms {2}plan:\n((?:\t.*\n?)+)/g)].map(
    ([, milliseconds, json]) => {
      const { Plan } = JSON.parse(json!) as { Plan: PlanNode };
      return { milliseconds: Number(milliseconds), accesses: accessesOf(Plan) };
    },
  );
}

function accessesOf(node: PlanNode): Access[] {
  const children = node.Plans ?? [];
  const below = children.flatMap(accessesOf);
  const relation = node['Relation Name'];
  const index = node['Index Name'];
  if ((relation === undefined && index === undefined) || node['Node Type'] === 'ModifyTable') return below;
  const loops = node['Actual Loops'] ?? 1;
  const perLoop =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  const pages = pagesOf(node) - children.reduce((sum, child) => sum + pagesOf(child), 0);
  const own = {
    type: node['Node Type'],
    relation: relation ?? '',
    index: index ?? null,
    rows: Math.round(perLoop * loops),
    pages,
  };
  return [own, ...below];
}

function pagesOf(node: PlanNode): number {
  return (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0);
}

/** What all statements read together, and the node that read the most pages. */
export function costOf(plans: readonly StatementPlan[]): {
  readonly rows: number;
  readonly pages: number;
  readonly worst: string;
  readonly longestMs: number;
} {
  const accesses = plans.flatMap((plan) => plan.accesses);
  const worst = accesses.toSorted((one, other) => other.pages - one.pages)[0];
  return {
    rows: accesses.reduce((sum, { rows }) => sum + rows, 0),
    pages: accesses.reduce((sum, { pages }) => sum + pages, 0),
    worst: worst === undefined ? '–' : `${worst.type} ${worst.index ?? worst.relation}, ${worst.rows} rows`,
    longestMs: Math.max(0, ...plans.map(({ milliseconds }) => milliseconds)),
  };
}
