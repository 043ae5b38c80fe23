import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';

const mirror = process.env['TF_PLUGIN_MIRROR'] || undefined;
const hasTerraform =
  spawnSync('terraform', ['version'], { env: { ...process.env, CHECKPOINT_DISABLE: '1' } }).status === 0;

/** Terraform's proofs need a binary and a mirror of the provider; without them they are named as skipped. */
export function describeTerraform(title: string, body: () => void): void {
  const missing = [
    ...(hasTerraform ? [] : ['terraform']),
    ...(mirror === undefined ? ['TF_PLUGIN_MIRROR'] : []),
  ];
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (needs ${missing.join(', ')})`, body);
}

/** Proofs that need the binary only, because the provider is one of the tests' own. */
export function describeWithBinary(title: string, body: () => void): void {
  if (hasTerraform) describe(title, body);
  else describe.skip(`${title} (needs terraform)`, body);
}

/** A folder with a root module, in which Terraform runs with the mirrored provider. */
export class TerraformFolder {
  #reattach: string | undefined;

  private constructor(readonly path: string) {}

  static async create(): Promise<TerraformFolder> {
    const folder = new TerraformFolder(await mkdtemp(join(tmpdir(), 'postern-terraform-')));
    const settings = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
    await folder.write([{ path: 'terraformrc', text: settings }]);
    return folder;
  }

  async write(files: readonly { readonly path: string; readonly text: string }[]): Promise<void> {
    for (const { path, text } of files) {
      await mkdir(dirname(join(this.path, path)), { recursive: true });
      await writeFile(join(this.path, path), text);
    }
  }

  /** Makes Terraform use a provider that runs already. */
  reattach(providers: string): void {
    this.#reattach = providers;
  }

  /** Runs a command of Terraform in the folder, or in one below it. Throws with its output if it fails. */
  async run(command: string, options: readonly string[] = [], below = '.'): Promise<string> {
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: join(this.path, 'terraformrc'),
      CHECKPOINT_DISABLE: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(this.#reattach === undefined ? {} : { TF_REATTACH_PROVIDERS: this.#reattach }),
    };
    const { stdout } = await promisify(execFile)(
      'terraform',
      [`-chdir=${join(this.path, below)}`, command, ...options],
      { env, maxBuffer: 2 ** 26 },
    );
    return stdout;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}
