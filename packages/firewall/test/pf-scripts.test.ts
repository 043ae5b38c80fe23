import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeWith } from '@postern/test/environment/describe-with';
import fc from 'fast-check';
import { renderTarget } from '../src/targets.js';
import { PfsenseDevice } from './device-pf.js';
import { history, historyRuns } from './histories.js';
import { withFiles } from './namespace.js';
import { scenarios } from './scenarios.js';

const [first, second] = [scenarios['both-families']!, scenarios['empty-family']!];

describeWith(['curl'], 'the removal script of OPNsense, run with curl', () => {
  const aliases = new Map<string, string>();
  const used = new Set<string>();
  let calls: string[] = [];
  const server = createServer((request, response) => {
    const answer = request.headers.authorization === `Basic ${btoa('key:secret')}` ? reply(request) : denied;
    response.end(JSON.stringify(answer));
  });
  const denied = { status: 401, message: 'Authentication Failed' };

  /** `getAliasUUIDAction`, `delItemAction` and `reconfigureAction` of OPNsense. */
  function reply({ url = '', method }: IncomingMessage): object {
    const [verb, argument = ''] = url.replace('/api/firewall/alias/', '').split('/') as [string, string?];
    calls.push(`${method} ${verb} ${argument}`.trim());
    if (verb === 'getAliasUUID') return aliases.has(argument) ? { uuid: aliases.get(argument) } : [];
    if (verb === 'reconfigure') return { status: method === 'POST' ? 'ok' : 'failed' };
    const name = [...aliases].find(([, uuid]) => uuid === argument)?.[0];
    if (method !== 'POST' || name === undefined) return { result: 'not found' };
    if (used.has(name)) return { errorMessage: 'Cannot delete alias. Currently in use by rule 1' };
    aliases.delete(name);
    return { result: 'deleted' };
  }

  beforeEach(async () => {
    aliases.clear();
    used.clear();
    calls = [];
    const { aliases: imported } = JSON.parse(renderTarget('opnsense', first, {}).files[0]!.text) as {
      aliases: { alias: Record<string, { name: string }> };
    };
    for (const [uuid, { name }] of Object.entries(imported.alias)) aliases.set(name, uuid);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  async function run(path: string, secret = 'secret'): Promise<{ code: number; out: string }> {
    const { removes } = renderTarget('opnsense', second, {}, first);
    const { port } = server.address() as AddressInfo;
    const env = {
      ...process.env,
      OPNSENSE: `http://127.0.0.1:${port}`,
      OPNSENSE_KEY: 'key',
      OPNSENSE_SECRET: secret,
    };
    return withFiles(removes, (folder) =>
      promisify(execFile)('sh', [path], { cwd: folder, env, timeout: 60_000 }).then(
        ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          out: error.stdout + error.stderr,
        }),
      ),
    );
  }

  test('deletes what is gone, passes over what is not there, and applies the change once', async () => {
    aliases.set('mine', '5d1b6c5e-0000-4000-8000-000000000000');
    const kept = [...aliases.keys()].filter((name) => name.startsWith('mine') || name.includes('_mail_'));
    expect((await run('postern-gone.sh')).code).toBe(0);
    for (const name of kept) expect(aliases.has(name)).toBe(true);
    expect((await run('postern-remove.sh')).code).toBe(0);
    expect([...aliases.keys()]).toEqual(['mine']);
    expect(calls.filter((call) => call === 'POST reconfigure')).toHaveLength(2);
  });

  test('an alias that a rule names stays, is named, and the script exits with 1', async () => {
    const [name] = aliases.keys();
    used.add(name!);
    const { code, out } = await run('postern-remove.sh');
    expect([code, [...aliases.keys()]]).toEqual([1, [name]]);
    expect(out).toContain(`${name}: not deleted`);
  });

  test('a wrong key deletes nothing and exits with 2', async () => {
    const before = aliases.size;
    const { code, out } = await run('postern-remove.sh', 'wrong');
    expect([code, aliases.size]).toEqual([2, before]);
    expect(out).toContain('Authentication Failed');
  });
});

/**
 * Stand-ins for the functions of pfSense that a session calls, after `config.lib.inc` and `alias-utils.inc`; `eval` as
 * `playback_text` in `pfSsh.php` does it. Prints the aliases as JSON.
 */
const playback = `<?php
$config = json_decode(file_get_contents('config.json'), true);
function config_get_path($path, $default = null) {
  global $config;
  $value = $config;
  foreach (explode('/', $path) as $key) {
    if (!is_array($value) || !array_key_exists($key, $value)) { return $default; }
    $value = $value[$key];
  }
  return $value;
}
function config_set_path($path, $value) { global $config; [$a, $b] = explode('/', $path); $config[$a][$b] = $value; }
function config_del_path($path) { global $config; [$a, $b, $c] = explode('/', $path); unset($config[$a][$b][$c]); }
function write_config($reason) { global $written; $written = $reason; }
function filter_configure() {}
function deleteAlias($id) {
  $name = config_get_path("aliases/alias/$id/name");
  foreach (config_get_path('filter/rule', []) as $rule) {
    if ($rule['source']['address'] == $name || $rule['destination']['address'] == $name || $rule['destination']['port'] == $name) {
      return "Cannot delete alias. Currently in use by filter rule '" . $rule['descr'] . "'.";
    }
  }
  config_del_path("aliases/alias/$id");
  return '';
}
foreach (array_slice($argv, 1) as $file) {
  eval("require_once('functions.inc');\\n" . file_get_contents($file));
}
echo PHP_EOL, json_encode(array_values($config['aliases']['alias'] ?? []));
`;
const empty = ['functions.inc', 'filter.inc', 'alias-utils.inc'].map((path) => ({ path, text: '<?php\n' }));

type PhpAlias = { name: string; type: string; descr: string; address: string; detail: string };

/** Plays sessions back one after the other; resolves to what they print and the aliases that they leave. */
async function play(
  texts: readonly string[],
  config: object = {},
): Promise<{ out: string; aliases: PhpAlias[] }> {
  const sessions = texts.map((text, index) => ({ path: `session-${index}`, text }));
  const files = [
    ...sessions,
    ...empty,
    { path: 'playback.php', text: playback },
    { path: 'config.json', text: JSON.stringify(config) },
  ];
  const { stdout } = await withFiles(files, (folder) =>
    promisify(execFile)(
      'php',
      [
        '-d',
        'include_path=.',
        '-d',
        'display_errors=stderr',
        'playback.php',
        ...sessions.map(({ path }) => path),
      ],
      { cwd: folder, timeout: 60_000, maxBuffer: 2 ** 26 },
    ),
  );
  const lines = stdout.split('\n');
  return { out: lines.slice(0, -1).join('\n'), aliases: JSON.parse(lines.at(-1)!) as PhpAlias[] };
}

const isSession = ({ path }: { path: string }) => path.endsWith('.php.txt');

describeWith(['php'], 'the sessions of pfSense, run by PHP', () => {
  test('leave what the simulator says, in random histories', async () => {
    const histories = fc.sample(history, { numRuns: historyRuns(6), seed: 3 });
    for (const revisions of histories) {
      const device = new PfsenseDevice();
      const texts = revisions.flatMap((ruleSet, index) => {
        const { files, removes } = renderTarget('pfsense', ruleSet, {}, revisions[index - 1] ?? null);
        return [...files, ...removes.filter(({ path }) => path.includes('-gone'))].map(({ path, text }) => ({
          path,
          text: text.replace(/REPLACE-ADDRESS-OF-[a-z0-9.-]+/g, '192.0.2.254'),
        }));
      });
      for (const { text } of texts) device.run(text);
      const { aliases } = await play(texts.filter(isSession).map(({ text }) => text));
      const found = aliases.map(({ name, type, descr, address, detail }) => [
        name,
        { type, descr, entries: address.split(' '), details: detail.split('||') },
      ]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(device.aliases));
    }
  }, 300_000);

  test('leave other aliases and further fields of ours alone, and change nothing with a placeholder', async () => {
    const mine = { name: 'mine', type: 'host', address: '10.0.0.1', descr: '', detail: '' };
    const session = renderTarget('pfsense', first, {}).files[0]!.text;
    const made = await play([session], { aliases: { alias: [mine] } });
    expect(made.aliases[0]).toEqual(mine);
    const marked = made.aliases.map((alias) => ({ ...alias, category: 'mail' }));
    const again = await play([session], { aliases: { alias: marked } });
    expect(again.aliases).toEqual(marked);
    const open = renderTarget('pfsense', scenarios['custom-ports']!, {}).files[0]!.text;
    const refused = await play([open], { aliases: { alias: [mine] } });
    expect(refused.aliases).toEqual([mine]);
    expect(refused.out).toContain('Nothing was changed. Fill in the address: REPLACE-ADDRESS-OF-');
  });

  test('name an alias that pfSense does not delete, because a rule is left', async () => {
    const { files, removes } = renderTarget('pfsense', first, {});
    const { aliases } = await play([files[0]!.text]);
    const rule = {
      descr: 'mail',
      source: { address: aliases[0]!.name },
      destination: { address: 'any', port: '993' },
    };
    const config = { aliases: { alias: aliases }, filter: { rule: [rule] } };
    const left = await play([removes[0]!.text], config);
    expect(left.aliases).toEqual([aliases[0]]);
    expect(left.out).toContain(`${aliases[0]!.name}: Cannot delete alias.`);
    expect((await play([removes[0]!.text], { aliases: { alias: aliases } })).aliases).toEqual([]);
  });
});
