import type { DemandId } from '@postern/core/provider-facts/known-providers';
import type { ProviderFacts } from '@postern/core/provider-facts/provider-fact';
import type { DemandTexts } from './demand-texts';
import { loadTranslated } from './language';

/** `null` in English. Only pages that show what providers demand load this module. */
const texts: DemandTexts | null = await loadTranslated({
  de: async () => (await import('./de/demand-texts')).demandTexts,
  fr: async () => (await import('./fr/demand-texts')).demandTexts,
});

/** What a provider demands, in the language of this visit; a newer demand stays in English. */
export function demandText({ id, text }: ProviderFacts['demands'][number]): string {
  return texts !== null && Object.hasOwn(texts, id) ? texts[id as DemandId] : text;
}
