import type { Finding } from '@postern/core/finding';
import { queryOptions } from '@tanstack/react-query';
import { send, sendJson } from './client';

/** A JSON Schema as far as a form is made of it. */
export type ParameterSchema = {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
};
export type Target = {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly proof: string;
  readonly parameters: {
    readonly properties?: Readonly<Record<string, ParameterSchema>>;
    readonly required?: readonly string[];
  };
};
export type RenderInput = {
  readonly domains?: readonly string[];
  readonly destinations?: Readonly<Record<string, readonly string[]>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
};
export type RenderedFile = { readonly path: string; readonly mediaType: string; readonly text: string };
export type Rendered = {
  readonly revision: number;
  readonly sha256: string;
  readonly files: readonly RenderedFile[];
  readonly findings: readonly Finding[];
};
export type MatchInput = { readonly source: string; readonly destination: string; readonly port: number };
export type MatchAnswer = {
  readonly action: 'allow' | 'none' | 'deny';
  readonly rule: string | null;
  readonly reason: string;
};

export const targetsQuery = queryOptions({
  queryKey: ['firewall', 'targets'],
  queryFn: async ({ signal }) =>
    (await (await send('/v1/firewall/targets', { signal })).json()) as { data: Target[] },
  staleTime: 60_000,
});

/** Rules for one target; rendering is pure, so the same request gives the same files. */
export function renderQuery(target: string | undefined, input: RenderInput) {
  return queryOptions({
    queryKey: ['firewall', 'render', target, input],
    enabled: target !== undefined,
    placeholderData: (before: Rendered | undefined) => before,
    queryFn: async () => (await (await sendJson('POST', `/v1/firewall/${target}`, input)).json()) as Rendered,
  });
}

/** Rules as a zip archive. */
export async function fetchZip(target: string, input: RenderInput): Promise<Blob> {
  return (await sendJson('POST', `/v1/firewall/${target}`, input, 'application/zip')).blob();
}

export async function match(input: MatchInput): Promise<MatchAnswer> {
  return (await (await sendJson('POST', '/v1/firewall/match', input)).json()) as MatchAnswer;
}

/** Whether a connection would get through the rules (B6). */
export function matchQuery(input: MatchInput) {
  return queryOptions({
    queryKey: ['firewall', 'match', input],
    queryFn: () => match(input),
    retry: false,
    staleTime: 30_000,
  });
}
