import type { RuleSet } from './rule-set.js';
import { shellScript } from './shell-script.js';
import { headerLines, type RenderedFile } from './target.js';
import { yamlText, type YamlValue } from './yaml-text.js';

/** The two forms of the rules on a machine. */
export type AnsibleForm = 'nftables' | 'firewalld';

/** How each form is applied and taken back, by scripts that stand beside its files. */
const forms: Readonly<Record<AnsibleForm, { readonly apply: string; readonly remove: string }>> = {
  nftables: { apply: 'sh postern-apply.sh --at-boot', remove: 'postern-remove.sh' },
  firewalld: { apply: 'sh apply.sh', remove: 'remove.sh' },
};

const ensureScript = 'postern-ensure.sh';

/** A role that puts files of a form onto a machine and applies them, and the playbook that calls it for `hosts`. */
export function ansibleRole(
  ruleSet: RuleSet,
  form: AnsibleForm,
  hosts: string,
  rules: readonly RenderedFile[],
): RenderedFile[] {
  const all = [...rules, ensure(ruleSet, form)];
  return [
    yamlFile(ruleSet, 'postern.yml', [playbook('Let the mail allowlist in', hosts, 'main')]),
    yamlFile(ruleSet, 'roles/postern/vars/main.yml', {
      postern_revision: ruleSet.revision,
      postern_sha256: ruleSet.sha256,
      postern_form: form,
      postern_files: all.map(({ path }) => path),
    }),
    yamlFile(ruleSet, 'roles/postern/defaults/main.yml', { postern_directory: '/var/lib/postern-rules' }),
    yamlFile(ruleSet, 'roles/postern/tasks/main.yml', applyTasks),
    yamlFile(ruleSet, 'roles/postern/tasks/remove.yml', removeTasks(forms[form].remove)),
    ...all.map((file) => ({ ...file, path: `roles/postern/files/rules/${file.path}` })),
  ];
}

/** The playbook that takes everything back with the same role. */
export function removePlaybook(ruleSet: RuleSet, hosts: string): RenderedFile {
  return yamlFile(ruleSet, 'postern-remove.yml', [playbook('Take the mail allowlist back', hosts, 'remove')]);
}

function playbook(name: string, hosts: string, tasks: string): YamlValue {
  return {
    name,
    hosts: `{{ postern_hosts | default('${hosts}') }}`,
    become: true,
    gather_facts: false,
    tasks: [{ name, 'ansible.builtin.include_role': { name: 'postern', tasks_from: tasks } }],
  };
}

const directory = '{{ postern_directory }}';

/** Files of earlier revisions go before the rules are applied: the script of firewalld installs what is in the folder. */
const applyTasks: YamlValue = [
  {
    name: 'Copy the rules',
    'ansible.builtin.copy': {
      src: 'rules/',
      dest: `${directory}/`,
      owner: 'root',
      group: 'root',
      mode: '0644',
      directory_mode: '0755',
    },
  },
  {
    name: 'Find the files of earlier revisions',
    'ansible.builtin.find': { paths: directory, recurse: true, file_type: 'file' },
    register: 'postern_found',
  },
  {
    name: 'Delete the files of earlier revisions',
    'ansible.builtin.file': { path: `${directory}/{{ item }}`, state: 'absent' },
    loop: "{{ postern_found.files | map(attribute='path') | map('replace', postern_directory ~ '/', '') | difference(postern_files) | list }}",
  },
  {
    name: 'Apply the rules',
    'ansible.builtin.command': { cmd: `sh ${directory}/${ensureScript}` },
    register: 'postern_applied',
    changed_when: "'Changed' in postern_applied.stdout_lines | default([])",
  },
  {
    name: 'Say what is left to do',
    'ansible.builtin.debug': { msg: '{{ postern_left }}' },
    vars: { postern_left: "{{ postern_applied.stdout_lines | default([]) | difference(['Changed']) }}" },
    when: 'postern_left | length > 0',
  },
];

function removeTasks(script: string): YamlValue {
  return [
    {
      name: 'Remove the rules',
      'ansible.builtin.command': { cmd: `sh ${directory}/${script}`, removes: `${directory}/${script}` },
    },
    { name: 'Delete the files', 'ansible.builtin.file': { path: directory, state: 'absent' } },
  ];
}

/**
 * Applies the rules whatever runs, so that a play also repairs what somebody changed, and says whether that changed
 * anything. Elements that expire are left out: their remaining time differs each time that nft prints it.
 */
function ensure(ruleSet: RuleSet, form: AnsibleForm): RenderedFile {
  const about = ['Applies the rules and prints Changed if that changed what runs or what is loaded at boot.'];
  return shellScript(ensureScript, ruleSet, about, [
    'shown() {',
    '  {',
    '    nft -s list ruleset; ipset save',
    '    cat /etc/nftables.conf /etc/sysconfig/nftables.conf /etc/postern-nftables/*',
    '    cat /etc/firewalld/ipsets/postern-*.xml /etc/firewalld/policies/postern-*.xml',
    "  } 2>/dev/null | sed 's/ timeout [0-9a-z]* expires [0-9a-z]*//g' | sha256sum",
    '}',
    'cd -- "$(dirname -- "$0")"',
    'before=$(shown)',
    forms[form].apply,
    'after=$(shown)',
    '[ "$before" = "$after" ] || echo Changed',
  ]);
}

function yamlFile(ruleSet: RuleSet, path: string, value: YamlValue): RenderedFile {
  const text = [...headerLines(ruleSet).map((line) => `# ${line}`), '---', yamlText(value), ''].join('\n');
  return { path, mediaType: 'application/yaml', text };
}
