import { stringify } from 'yaml';
import { strictPolicy, type WrittenPolicy } from './policy-schema.js';
import { policiesOf } from './reparse-policies.js';
import { Fault, strictCidr } from './strict-cidr.js';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Parameters without which the server refuses our files; the pods of one server have the labels of another. */
export const podParameters = {
  namespace: 'mail',
  pods: {
    'mail.example.com': 'app=mail',
    'mx.example.net': 'app=mail,tier=front',
    'mail-2.example.org': 'app=mail-2',
  },
};

type Tree = { [key: string]: unknown };

/**
 * An API server as `kubectl apply` and `kubectl delete` change it (Kubernetes documentation, "Declarative Management of
 * Kubernetes Objects Using Configuration Files"): what the last applied file had and the new one lacks is removed, what
 * others added stays, a list is replaced as a whole. Throws a Fault for what the server refuses.
 */
export class KubernetesDevice {
  readonly objects = new Map<string, WrittenPolicy>();
  /** Is called after each change of one object. */
  changed: () => void = () => undefined;
  #file = '';

  /** Puts a file of objects where the next script finds it. */
  put(text: string): void {
    this.#file = text;
  }

  /** Applies a file of objects, or runs a script of ours. */
  run(text: string): void {
    if (!text.startsWith('#!/bin/sh')) {
      this.put(text);
      return this.#apply();
    }
    for (const line of text.split('\n')) {
      const deletion = /^kubectl delete (\w+)\.[a-z0-9.]+ --namespace (\S+) --selector '([^']+)'$/.exec(line);
      if (deletion !== null) this.#delete(deletion[1]!, deletion[2]!, deletion[3]!);
      else if (/^kubectl apply -f postern-\w+\.yaml$/.test(line)) this.#apply();
      else if (!/^(?:#.*|set -eu|cd -- .*)?$/.test(line)) throw new Fault(`unknown command: ${line}`);
    }
  }

  /** What `kubectl get -o yaml` prints. */
  show(): string {
    const items = [...this.objects.values()].map((object) => ({
      ...object,
      metadata: { ...object.metadata, creationTimestamp: '2026-11-23T00:00:00Z', generation: 1, uid: 'x' },
    }));
    const list = { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
    return stringify(list, { indentSeq: false, lineWidth: 0, sortMapEntries: true });
  }

  #apply(): void {
    for (const wanted of policiesOf(this.#file)) {
      checkObject(wanted);
      const key = `${wanted.kind} ${wanted.metadata.namespace} ${wanted.metadata.name}`;
      const live = this.objects.get(key);
      const last = live?.metadata.annotations[lastApplied];
      const merged = merge(
        (last === undefined ? {} : JSON.parse(last)) as Tree,
        structuredClone(live ?? {}) as Tree,
        wanted,
      ) as WrittenPolicy;
      merged.metadata.annotations[lastApplied] = JSON.stringify(wanted);
      checkSize(merged);
      this.objects.set(key, merged);
      this.changed();
    }
  }

  #delete(resource: string, namespace: string, selector: string): void {
    checkNamespace(namespace);
    const isSelected = selector.split(',').map((term) => {
      const [, key, operator, value] = /^([\w./-]+)(!?=)([\w.-]+)$/.exec(term) ?? [];
      if (key === undefined) throw new Fault(`not a selector: ${term}`);
      return ({ metadata }: WrittenPolicy) => (metadata.labels[key] === value) === (operator === '=');
    });
    for (const [key, object] of this.objects) {
      const plural = object.kind.toLowerCase().replace(/y$/, 'ies');
      if (plural !== resource || object.metadata.namespace !== namespace) continue;
      if (!isSelected.every((test) => test(object))) continue;
      this.objects.delete(key);
      this.changed();
    }
  }
}

/** Three-way merge: of the last applied file, what the server holds, and the new file. */
function merge(last: Tree, live: Tree, wanted: Tree): Tree {
  const isTree = (value: unknown): value is Tree =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  for (const key of Object.keys(last)) if (!(key in wanted)) delete live[key];
  for (const [key, value] of Object.entries(wanted)) {
    const [before, now] = [last[key], live[key]];
    live[key] = isTree(value) ? merge(isTree(before) ? before : {}, isTree(now) ? now : {}, value) : value;
  }
  return live;
}

function checkObject({ metadata, spec }: WrittenPolicy): void {
  checkNamespace(metadata.namespace);
  const selectors = [spec['podSelector'], spec['endpointSelector']] as (
    | { matchLabels: Record<string, string> }
    | undefined
  )[];
  const labels = [metadata.labels, ...selectors.map((selector) => selector?.matchLabels ?? {})];
  for (const [key, value] of labels.flatMap((each) => Object.entries(each))) {
    if (!/^(?:[a-z0-9][a-z0-9.-]*\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/.test(key))
      throw new Fault(`not the key of a label: ${key}`);
    if (!/^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value))
      throw new Fault(`not the value of a label: ${value}`);
  }
  for (const [, text] of JSON.stringify(spec).matchAll(/"cidr":"([^"]*)"/g)) strictCidr(text!);
}

function checkNamespace(namespace: string): void {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
    throw new Fault(`namespaces "${namespace}" not found`);
}

/** The limits of the API server for annotations, and of etcd for a request. */
function checkSize(object: WrittenPolicy): void {
  const annotations = Object.entries(object.metadata.annotations).flat().join('');
  if (annotations.length > 262_144) throw new Fault('metadata.annotations: Too long');
  if (JSON.stringify(object).length > 1_500_000) throw new Fault('etcdserver: request is too large');
}

/** Objects without their order and without the copy of the last applied file. */
export function kubernetesState({ objects }: KubernetesDevice): string[] {
  return [...objects]
    .map(([key, object]) => {
      const { [lastApplied]: _, ...annotations } = object.metadata.annotations;
      const kept = { ...object, metadata: { ...object.metadata, annotations } };
      return `${key} ${JSON.stringify(sorted(strictPolicy(kept)))}`;
    })
    .toSorted();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
