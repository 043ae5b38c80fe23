import type { AddressSet } from '@postern/firewall/rule-set';
import type { MadeResource } from './cloud-module.js';

type Moved = { readonly from: string; readonly to: string };

/**
 * The `moved` blocks for resources whose names changed although what they are made from did not: because a second data
 * centre came, or because the account gets its first ones or gives them up. The names of lists name their data centre
 * where there are several.
 */
export function movedResources(now: readonly MadeResource[], before: readonly MadeResource[]): Moved[] {
  const kept = new Set(now.map(addressOf));
  const places = new Map(now.map((made) => [placeOf(made, made.set.dataCenter), addressOf(made)]));
  return before.flatMap((made) => {
    const center = successorOf(made.set, now, before);
    const to = center === undefined ? undefined : places.get(placeOf(made, center));
    const from = addressOf(made);
    return to === undefined || to === from || kept.has(from) ? [] : [{ from, to }];
  });
}

function addressOf({ type, name }: MadeResource): string {
  return `${type}.${name}`;
}

function placeOf({ type, set, slot, place }: MadeResource, dataCenter: string | null): string {
  return JSON.stringify([type, set.origin, set.family, dataCenter, slot, place]);
}

/**
 * The data centre whose resources take over those of a set: its own. One list for all and the first of several data
 * centres take over each other, because the first one is changed last (`splitLists`).
 */
function successorOf(
  set: AddressSet,
  now: readonly MadeResource[],
  before: readonly MadeResource[],
): string | null | undefined {
  const centers = (all: readonly MadeResource[]) =>
    all
      .filter((made) => made.set.origin === set.origin && made.set.family === set.family)
      .map((made) => made.set.dataCenter);
  const left = centers(now);
  if (left.includes(set.dataCenter)) return set.dataCenter;
  const isOneForAll = set.dataCenter === null || left[0] === null;
  return isOneForAll && centers(before)[0] === set.dataCenter ? left[0] : undefined;
}
