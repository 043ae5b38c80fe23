import { parseBlockYaml } from './block-yaml.js';
import type { ParsedRule } from './parsed-rule.js';
import { reparseNftables } from './reparse-packet-filters.js';
import { Fault, withoutSampleLine, type TextFile } from './strict-cidr.js';

const role = 'roles/postern';
const rules = `${role}/files/rules/`;
type Task = Readonly<Record<string, unknown>>;

/**
 * A machine as the tasks of our role change it (documentation of ansible.builtin 2.14): `copy` of a folder leaves other
 * files in it alone, `find` lists them, `file` with the state absent deletes them, and `command` runs a script with the
 * files that are there then. What the scripts do is tested with the real programs.
 */
export class AnsibleMachine {
  readonly folder = new Map<string, string>();
  /** The files that were there when the rules were applied last; empty after the removal. */
  applied = new Map<string, string>();
  #files: readonly TextFile[] = [];

  /** Puts the files of a rendering onto the machine that runs ansible-playbook. */
  put(files: readonly TextFile[]): void {
    this.#files = files;
  }

  /** Runs a playbook. Returns the number of tasks that changed something. */
  play(path: string): number {
    const [play] = this.#yaml(path) as { tasks: Task[] }[];
    const called = (play?.tasks ?? []).map((task) => {
      const { name, tasks_from: from } = task['ansible.builtin.include_role'] as Record<string, string>;
      if (name !== 'postern') throw new Fault(`unknown role: ${name}`);
      return `${role}/tasks/${from}.yml`;
    });
    const tasks = called.flatMap((file) => this.#yaml(file) as Task[]);
    return tasks.filter((task) => this.#run(task)).length;
  }

  /** Whether a task changed something. */
  #run(task: Task): boolean {
    const module = Object.keys(task).find((key) => key.startsWith('ansible.builtin.')) ?? '';
    const given = task[module] as Readonly<Record<string, unknown>>;
    const before = listing(this.folder);
    switch (module) {
      case 'ansible.builtin.copy':
        for (const { path, text } of this.#files)
          if (path.startsWith(rules)) this.folder.set(path.slice(rules.length), text);
        break;
      case 'ansible.builtin.file':
        if (task['loop'] === undefined) this.folder.clear();
        else
          for (const path of this.folder.keys()) if (!this.#wanted().includes(path)) this.folder.delete(path);
        break;
      case 'ansible.builtin.command':
        return this.#command(given);
      case 'ansible.builtin.find':
      case 'ansible.builtin.debug':
        return false;
      default:
        throw new Fault(`unknown module: ${module}`);
    }
    return listing(this.folder) !== before;
  }

  #command({ cmd, removes }: Readonly<Record<string, unknown>>): boolean {
    const script = /^sh \{\{ postern_directory \}\}\/([\w.-]+)$/.exec(String(cmd))?.[1] ?? '';
    const isThere = this.folder.has(script);
    if (removes !== undefined && !isThere) return false;
    if (!isThere) throw new Fault(`there is no ${script}`);
    const next = removes === undefined ? new Map(this.folder) : new Map<string, string>();
    const isChanged = listing(next) !== listing(this.applied);
    this.applied = next;
    return isChanged;
  }

  #wanted(): readonly string[] {
    return (this.#yaml(`${role}/vars/main.yml`) as { postern_files: string[] }).postern_files;
  }

  #yaml(path: string): unknown {
    const file = this.#files.find((each) => each.path === path);
    if (file === undefined) throw new Fault(`no file ${path}`);
    return parseBlockYaml(file.text)[0];
  }
}

/** Files in the order of their paths, as text. */
export function listing(files: ReadonlyMap<string, string>): string {
  return JSON.stringify([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs the playbook on a simulated machine and reads the file of nft that is then applied. */
export function reparseAnsible(files: readonly TextFile[]): ParsedRule[] {
  if (files.length === 0) throw new Fault('no files');
  for (const { path, text } of files)
    if (/[^\x20-\x7e\r\n]/.test(text)) throw new Fault(`${path} holds more than ASCII`);
  const machine = new AnsibleMachine();
  machine.put(files);
  machine.play('postern.yml');
  const text = machine.applied.get('postern.nft');
  if (text === undefined) throw new Fault('no rules are applied');
  return reparseNftables([{ path: 'postern.nft', text: withoutSampleLine(text) }]);
}
