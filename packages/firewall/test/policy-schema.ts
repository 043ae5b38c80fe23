import { Ajv2020 } from 'ajv/dist/2020.js';
import { Fault } from './strict-cidr.js';

/**
 * JSON Schemas of the objects that we write, after the API references of Kubernetes 1.36 (NetworkPolicy,
 * networking.k8s.io/v1) and of Cilium 1.18 (CiliumNetworkPolicy, cilium.io/v2). They know our fields only, as kubectl
 * refuses unknown ones, and no empty list or selector, which would mean everybody.
 */
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const one = (items: object) => ({ type: 'array', minItems: 1, maxItems: 1, items });
const some = (items: object) => ({ type: 'array', minItems: 1, items });
const text = { type: 'string' };
const cidr = { type: 'string', pattern: '^[0-9a-f.:]+/[1-9][0-9]*$' };
const labels = { type: 'object', minProperties: 1, additionalProperties: text };
const selector = object({ matchLabels: labels });
const metadata = object({
  name: { type: 'string', maxLength: 253, pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' },
  namespace: text,
  labels: object({
    'app.kubernetes.io/managed-by': { const: 'postern' },
    'postern-slots': { type: 'string', pattern: '^[a-z0-9]{6}$' },
  }),
  annotations: object({ 'postern-comment': text, 'postern-revision': text, 'postern-sha256': text }),
});

const networkPolicy = object({
  apiVersion: { const: 'networking.k8s.io/v1' },
  kind: { const: 'NetworkPolicy' },
  metadata,
  spec: object(
    {
      podSelector: selector,
      policyTypes: { const: ['Ingress'] },
      ingress: one(
        object({
          from: some(object({ ipBlock: object({ cidr }) })),
          ports: one(
            object({ protocol: { const: 'TCP' }, port: { type: 'integer', minimum: 1, maximum: 65_535 } }),
          ),
        }),
      ),
    },
    ['podSelector', 'policyTypes'],
  ),
});
const ciliumPolicy = object({
  apiVersion: { const: 'cilium.io/v2' },
  kind: { const: 'CiliumNetworkPolicy' },
  metadata,
  spec: object({
    endpointSelector: selector,
    enableDefaultDeny: object({ ingress: { type: 'boolean' }, egress: { const: false } }),
    ingress: one(
      object(
        {
          fromCIDRSet: some(object({ cidr })),
          toPorts: one(
            object({
              ports: one(
                object({
                  port: { type: 'string', pattern: '^[1-9][0-9]{0,4}$' },
                  protocol: { const: 'TCP' },
                }),
              ),
            }),
          ),
        },
        [],
      ),
    ),
  }),
});

export type WrittenPolicy = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
  spec: Record<string, unknown>;
};

const ajv = new Ajv2020({ allErrors: false, strict: false });
const validators = {
  NetworkPolicy: ajv.compile(networkPolicy),
  CiliumNetworkPolicy: ajv.compile(ciliumPolicy),
};

/** Throws a Fault for an object that the schema of its kind refuses. */
export function strictPolicy(value: unknown): WrittenPolicy {
  const kind = (value as { kind?: unknown } | null)?.kind;
  const validate = kind === 'NetworkPolicy' || kind === 'CiliumNetworkPolicy' ? validators[kind] : undefined;
  if (validate === undefined) throw new Fault(`unknown kind: ${JSON.stringify(kind)}`);
  if (!validate(value)) throw new Fault(`${String(kind)}: ${ajv.errorsText(validate.errors)}`);
  return value as WrittenPolicy;
}
