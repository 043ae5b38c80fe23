import type { DemandId } from '@postern/core/provider-facts/known-providers';

/** What providers demand, in a language other than English, in which the API sends it. */
export type DemandTexts = Readonly<Record<DemandId, string>>;
