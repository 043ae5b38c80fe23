import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checkout.js';
import type { ProductionPackage } from './production-packages.js';

/** The names of files that hold a licence or a notice that must be passed on. */
export const licenceFile = /^(licen[cs]e|copying|notice)/i;

/** Returns name, version, licence and licence text of every package of others, and those of Node. */
export function thirdPartyLicences(packages: readonly ProductionPackage[]): string {
  const ofOthers = packages.filter(({ isOurs }) => !isOurs);
  const parts = ofOthers.map(
    ({ name, version, license, folder }) =>
      `${name} ${version}\nLicence: ${license}\n\n${licenceText(folder)}`,
  );
  return parts.join(`\n${'-'.repeat(78)}\n\n`);
}

/** One line for each licence with the names of its packages: a new dependency or licence is a visible change of it. */
export function licenceList(packages: readonly ProductionPackage[]): string {
  const names = Map.groupBy(
    packages.filter(({ isOurs }) => !isOurs),
    ({ license }) => license,
  );
  const lines = [...names].map(([license, found]) => {
    const unique = new Set(found.map(({ name }) => name));
    return `${license}: ${[...unique].toSorted(byCodeUnits).join(', ')}\n`;
  });
  return lines.toSorted(byCodeUnits).join('');
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function licenceText(folder: string): string {
  const files = readdirSync(join(root, folder)).filter((name) => licenceFile.test(name));
  return files
    .toSorted()
    .map((name) => readFileSync(join(root, folder, name), 'utf8').trim())
    .join('\n\n');
}
