import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

const folder = fileURLToPath(new URL('.', import.meta.url));

type Probe = { readonly httpGet: { readonly path: string; readonly port: string } };
type Port = { readonly protocol: string; readonly port: number };

/** A container of a manifest, with what the tests read of it. */
export type Container = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
};
type Labels = Readonly<Record<string, string>>;

/** A document of a manifest, with what the tests read of it. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly podSelector?: { readonly matchLabels: Labels };
    readonly ingress?: readonly { readonly ports: readonly Port[] }[];
    readonly egress?: readonly { readonly ports: readonly Port[] }[];
    readonly template?: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: { readonly containers: readonly Container[]; readonly enableServiceLinks: boolean };
    };
  };
};

/** Returns every document of the files that kustomization.yaml lists. */
export function readManifests(): Manifest[] {
  const { resources } = parse(readFileSync(`${folder}kustomization.yaml`, 'utf8')) as { resources: string[] };
  return resources.flatMap((file) =>
    parseAllDocuments(readFileSync(`${folder}${file}`, 'utf8')).map((document) => {
      if (document.errors.length > 0) throw document.errors[0]!;
      return document.toJS() as Manifest;
    }),
  );
}
