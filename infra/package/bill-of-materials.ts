import type { ProductionPackage } from './production-packages.js';
import type { Release } from './archives.js';

/** Returns the bill of materials as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), without a time of its own. */
export function billOfMaterials(packages: readonly ProductionPackage[], release: Release): string {
  const components = packages
    .filter(({ isOurs }) => !isOurs)
    .map(({ name, version, license }) => ({
      type: 'library',
      'bom-ref': purl(name, version),
      name,
      version,
      purl: purl(name, version),
      licenses: [/^[A-Za-z0-9.-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    }));
  const node = {
    type: 'platform',
    name: 'node',
    version: process.versions.node,
    licenses: [{ license: { id: 'MIT' } }],
  };
  return `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: { component: { type: 'application', name: 'postern', version: release.version } },
      components: [node, ...components],
    },
    null,
    2,
  )}\n`;
}

/** A package URL (https://github.com/package-url/purl-spec): the scope's `@` is written `%40`. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}
