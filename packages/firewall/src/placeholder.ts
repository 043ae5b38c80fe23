import type { Finding } from '@postern/core/finding';
import { finding, type ValuesOf } from '@postern/core/findings/finding-texts';
import { z } from 'zod';

/** A word that no device takes for an object of its own: what it stands for must be filled in first. */
export function placeholder(meaning: string): string {
  return `REPLACE-${meaning}`;
}

/** A name that the customer gave to something on a device; nothing that ends a word in any target's language. */
export const deviceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'Letters, digits, dots, underscores and hyphens, at most 63');

/** Names the placeholders that are left in a rendered file. */
export function placeholderFindings(texts: readonly string[]): Finding[] {
  const words = new Set(texts.flatMap((text) => text.match(/REPLACE-[A-Za-z0-9._-]+/g) ?? []));
  if (words.size === 0) return [];
  const marks = [...words].slice(0, 5);
  return [finding('warning', 'placeholder', { marks, more: words.size - marks.length })];
}

/** Says which side of the NAT the destinations and ports are on, and why. */
export function addressSide(device: ValuesOf<'address-side'>['device']): Finding {
  return finding('info', 'address-side', { device });
}

/** Where a device polls the lists from (R31): the address of this installation. */
export const feedUrl = z
  .string()
  .max(300)
  .regex(/^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?$/, 'The https address of this installation, without a path')
  .meta({
    title: 'Feed URL',
    description: 'Poll the lists instead of writing them into the configuration.',
    example: 'https://postern.example.com',
  });

/** The address of one polled list. */
export function feedListUrl(
  base: string,
  list: { origin: string; family: 4 | 6; dataCenter: string | null },
): string {
  const center = list.dataCenter === null ? '' : `&dataCenter=${list.dataCenter}`;
  return `${base}/v1/allowlist?protocol=${list.origin}&family=${list.family}&format=text${center}`;
}

/** With a polled list: how the device proves who it is. */
export const feedFinding = finding('info', 'feed-token');

/** For devices that can poll the lists instead; `guide` is the id of the guide that says how. */
export function guideFinding(guide: string): Finding {
  return finding('info', 'guide', { guide });
}

/** The title of the parameter that names the customer's first rule below ours. */
export const beforeTitle = 'Place above';

/** For devices that add new rules at the end. */
export function orderFinding(what: 'policies' | 'rules'): Finding {
  return finding('warning', 'order', { what, field: beforeTitle });
}
