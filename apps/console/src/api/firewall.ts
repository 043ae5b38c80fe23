import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, sendJson } from './client';

/** The parts of a JSON Schema that a form is made from. */
export type ParameterSchema = {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
};
export type TargetParameters = { readonly properties?: Readonly<Record<string, ParameterSchema>> };
export type RenderInput = NonNullable<components['schemas']['FirewallInput']>;
export type Rendered = components['schemas']['FirewallRules'];
export type RenderedFile = Rendered['files'][number];
export type CheckInput = components['schemas']['FirewallCheckInput'];
export type FirewallCheck = components['schemas']['FirewallCheck'];
export type MatchInput = components['schemas']['MatchRequest'];

export const targetsQuery = queryOptions({
  queryKey: ['firewall', 'targets'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/firewall/targets', { signal })),
  staleTime: 60_000,
});

/** Rules for one target; the same request always gives the same files. */
export function renderQuery(target: string, input: RenderInput) {
  return queryOptions({
    queryKey: ['firewall', 'render', target, input],
    placeholderData: keepPreviousData,
    queryFn: async () => (await (await sendJson('POST', renderPath(target), input)).json()) as Rendered,
  });
}

/** Rules as a zip archive. */
export async function fetchZip(target: string, input: RenderInput): Promise<Blob> {
  return (await sendJson('POST', renderPath(target), input, 'application/zip')).blob();
}

function renderPath(target: string): string {
  return `/v1/firewall/${encodeURIComponent(target)}`;
}

/** Whether the rules allow a connection, with the rule and the reason (B6). */
export function match(body: MatchInput) {
  return answerOf(api.POST('/v1/firewall/match', { body }));
}

/** Compares what a device prints with the rules (B5). */
export function checkDevice(target: string, body: CheckInput): Promise<FirewallCheck> {
  return answerOf(api.POST('/v1/firewall/{target}/check', { params: { path: { target } }, body }));
}
