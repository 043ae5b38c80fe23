import type { components } from '@postern/client/generated/openapi';
import { ProblemError } from '@postern/client/problem-error';
import type { DataCenter } from '@postern/core/allowlist-document';
import type { Finding } from '@postern/core/finding';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { queryOptions } from '@tanstack/react-query';
import type { AllowlistAnswer } from './allowlist';
import { send } from './client';

export type Published = components['schemas']['PublishedAllowlist'];
export type AllowlistEntry = components['schemas']['AllowlistEntry'];

/** The published revision that a draft is compared with. */
export type PublishedBase = {
  readonly document: AllowlistAnswer;
  /** The ETag of the revision; publishing is refused if it is no longer the current one. */
  readonly etag: string;
  readonly isSample: boolean;
};

/** The list that an operator writes, before it is published. */
export type ListToPublish = {
  readonly dataCenters: readonly DataCenter[];
  readonly entries: readonly AllowlistEntry[];
};

/** What a check says about a draft; `changes` is null if the draft has errors. */
export type DraftCheck = {
  readonly findings: readonly Finding[];
  readonly changes: Published['changes'] | null;
};

/** The account that an operator acts for would narrow the list to its data centre; a draft needs the entries of all. */
const ofNoAccount = {};

/** The current revision with the entries of every data centre. It is read again only when asked for: a draft is based on it. */
export const publishedBaseQuery = queryOptions({
  queryKey: ['allowlist-draft', 'base'],
  queryFn: async ({ signal }): Promise<PublishedBase> => {
    const version = await send('/v1/allowlist/version', { signal }, ofNoAccount);
    const { revision } = (await version.json()) as components['schemas']['AllowlistVersion'];
    const answer = await send(`/v1/allowlist?revision=${revision}`, { signal }, ofNoAccount);
    const document = (await answer.json()) as AllowlistAnswer;
    return { document, etag: version.headers.get('etag') ?? '', isSample: isSampleAllowlist(document) };
  },
  staleTime: Infinity,
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

/** Checks a draft against the rules and the published revision; nothing is published. */
export async function checkDraft(draft: ListToPublish, base: PublishedBase): Promise<DraftCheck> {
  try {
    return await put(draft, base, true);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'allowlist-refused')
      return { findings: error.problem.findings, changes: null };
    throw error;
  }
}

/** Publishes a draft as the next revision; throws the problem `revision-is-stale` if `base` is no longer the current one. */
export function publishDraft(draft: ListToPublish, base: PublishedBase): Promise<Published> {
  return put(draft, base, false);
}

async function put(draft: ListToPublish, base: PublishedBase, isDryRun: boolean): Promise<Published> {
  const headers = { 'content-type': 'application/json', 'if-match': base.etag };
  const init = { method: 'PUT', headers, body: JSON.stringify(draft) };
  return (await (await send(`/v1/allowlist?dryRun=${isDryRun}`, init, ofNoAccount)).json()) as Published;
}
