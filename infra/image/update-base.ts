import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseNames, type DebianPackage } from './debian-base.js';

const release = 'trixie';
const sources = `Types: deb
URIs: http://deb.debian.org/debian
Suites: ${release} ${release}-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: ${release}-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

/**
 * Writes the newest packages of Debian's base into base-packages.json, whose change is then reviewed. apt checks the
 * signatures of Debian's lists, and reads and writes nothing of this machine's own packages.
 */
export function updateBase(): void {
  const chosen = Object.fromEntries(['amd64', 'arm64'].map((name) => [name, newestPackages(name)]));
  const file = fileURLToPath(new URL('base-packages.json', import.meta.url));
  writeFileSync(file, `${JSON.stringify(chosen, null, 2)}\n`);
}

function newestPackages(architecture: string): DebianPackage[] {
  const folder = mkdtempSync(join(tmpdir(), 'postern-debian-'));
  try {
    mkdirSync(join(folder, 'lists/partial'), { recursive: true });
    writeFileSync(join(folder, 'debian.sources'), sources);
    const options = [
      `Dir::Etc::SourceList=${folder}/debian.sources`,
      'Dir::Etc::SourceParts=/dev/null',
      `Dir::State::Lists=${folder}/lists`,
      'Dir::State::Status=/dev/null',
      `Dir::Cache=${folder}`,
      'Acquire::Languages=none',
      `APT::Architecture=${architecture}`,
      `APT::Architectures=${architecture}`,
    ].flatMap((option) => ['-o', option]);
    const apt = (...command: string[]) =>
      execFileSync('apt-get', ['-qq', ...options, ...command], { encoding: 'utf8' });
    apt('update');
    // One line for each package: 'http://…' file size SHA256:…
    const lines = apt('download', '--print-uris', ...baseNames)
      .trim()
      .split('\n');
    return lines.map((line) => {
      const [, url, sha256] = /^'(.+)' \S+ \d+ SHA256:([0-9a-f]{64})$/.exec(line)!;
      return { url: url!, sha256: sha256! };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
