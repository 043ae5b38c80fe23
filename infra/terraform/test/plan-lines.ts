import type { RevisionStep } from './revision-steps.js';

/** What a plan says about one module, and what its apply changed in lists that stay. */
export type StepCounts = {
  readonly create: number;
  readonly update: number;
  readonly destroy: number;
  /** Resources that got another address in the state, some of which are updated as well. */
  readonly moved: number;
  readonly entriesAdded: number;
  readonly entriesRemoved: number;
};

type PlannedChange = {
  readonly resource: { readonly module: string };
  readonly previous_resource?: object;
  readonly action: string;
};

/** The changes in what `terraform plan -json` prints. */
export function plannedChanges(output: string): PlannedChange[] {
  return output.split('\n').flatMap((line) => {
    if (line === '') return [];
    const message = JSON.parse(line) as { type: string; change: PlannedChange };
    return message.type === 'planned_change' ? [message.change] : [];
  });
}

/** Counts the changes of one module. A replacement is a creation and a destruction. */
export function countChanges(changes: readonly PlannedChange[], module: string) {
  const own = changes.filter(({ resource }) => resource.module === `module.${module}`);
  const having = (...actions: string[]) => own.filter(({ action }) => actions.includes(action)).length;
  return {
    create: having('create', 'replace'),
    update: having('update'),
    destroy: having('delete', 'replace'),
    moved: own.filter((change) => change.previous_resource !== undefined).length,
  };
}

/** The rows of the table for the README, the first one its head. */
export function planRows(steps: readonly RevisionStep[], counts: readonly StepCounts[]): string[][] {
  const rows = steps.map(({ title }, index) => {
    const { create, update, destroy, moved, entriesAdded, entriesRemoved } = counts[index]!;
    return [title, ...[create, update, destroy, moved, entriesAdded, entriesRemoved].map(String)];
  });
  return [
    ['revision 1 → revision 2', 'create', 'update', 'destroy', 'moved', '+ entries', '− entries'],
    ...rows,
  ];
}

const [start, end] = ['<!-- plan table, written by UPDATE_GOLDEN=1 -->', '<!-- end of the plan table -->'];

/** The README with these rows between its two markers, with columns as wide as oxfmt makes them. */
export function withPlanRows(readme: string, rows: readonly (readonly string[])[]): string {
  const [before, rest] = readme.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error('The README has no place for the plan table');
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const table = [line(rows[0]!), `| ${rule.join(' | ')} |`, ...rows.slice(1).map(line)].join('\n');
  return `${before}${start}\n\n${table}\n\n${end}${after}`;
}

/** The rows between the two markers of the README. */
export function readPlanRows(readme: string): string[][] {
  const table = readme.split(start)[1]?.split(end)[0] ?? '';
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| --'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}
