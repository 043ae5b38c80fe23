import { readFileSync } from 'node:fs';
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { decodeMsgpack } from './msgpack.js';
import { decodeMessage, encodeMessage } from './protobuf.js';

type Block = {
  readonly attributes?: Readonly<
    Record<string, { type: unknown; required?: boolean; optional?: boolean; computed?: boolean }>
  >;
  readonly block_types?: Readonly<
    Record<string, { nesting_mode: string; block: Block; min_items?: number; max_items?: number }>
  >;
};
type ProviderSchema = {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
};

/** A resource with all its arguments, as Terraform hands it over; null for none. */
export type Resource = Readonly<Record<string, unknown>> | null;

/** What a cloud does with a resource. Throws a Refusal where its API answers with an error. */
export type Cloud = {
  readonly change: (id: string, prior: Resource, resource: Resource) => void;
  /** Identifies a resource. */
  readonly idOf: (resource: NonNullable<Resource>) => string;
  /** Arguments that no change in place is possible of. */
  readonly replacing: readonly string[];
};

export class Refusal extends Error {}

/**
 * A provider of Terraform with the committed schema: it speaks the plugin protocol 5 (docs/plugin-protocol/tfplugin5.proto
 * of Terraform) without encryption, as a provider that is started for debugging (TF_REATTACH_PROVIDERS).
 */
export class CloudServer {
  readonly #schema: ProviderSchema;
  readonly #server: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(
    readonly name: 'azurerm' | 'google',
    readonly cloud: Cloud,
  ) {
    const text = readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8');
    const { provider_schemas: schemas } = JSON.parse(text) as {
      provider_schemas: Record<string, ProviderSchema>;
    };
    this.#schema = Object.values(schemas)[0]!;
    this.#server = createServer();
    this.#server.on('session', (session) => {
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
    });
    this.#server.on('stream', (stream, headers) => this.#serve(stream, String(headers[':path'])));
  }

  /** Listens on a socket, and returns what TF_REATTACH_PROVIDERS must hold. */
  async listen(socket: string): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(socket, resolve));
    const reattach = {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true, // Terraform then ends the connection, not the process.
      Addr: { Network: 'unix', String: socket },
    };
    return JSON.stringify({ [`registry.terraform.io/hashicorp/${this.name}`]: reattach });
  }

  close(): void {
    this.#server.close();
    for (const session of this.#sessions) session.destroy();
  }

  #serve(stream: ServerHttp2Stream, path: string): void {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined); // Terraform ends streams that it no longer needs.
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (stream.destroyed) return;
      const answer = this.#answer(path.split('/').at(-1)!, decodeMessage(Buffer.concat(chunks).subarray(5)));
      const headers = { ':status': 200, 'content-type': 'application/grpc' };
      if (answer === null) {
        stream.respond({ ...headers, 'grpc-status': '12' }, { endStream: true }); // Unimplemented
        return;
      }
      stream.respond(headers, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        if (!stream.destroyed) stream.sendTrailers({ 'grpc-status': '0' });
      });
      const length = Buffer.alloc(5);
      length.writeUInt32BE(answer.length, 1);
      stream.end(Buffer.concat([length, answer]));
    });
  }

  /** The answer to a call of the protocol, null for a call that this provider does not know. */
  #answer(call: string, request: ReadonlyMap<number, Buffer>): Uint8Array | null {
    switch (call) {
      case 'GetSchema':
        return this.#describe();
      case 'PrepareProviderConfig':
        return encodeMessage([[1, request.get(1)]]);
      case 'ValidateResourceTypeConfig':
      case 'ValidateDataSourceConfig':
      case 'Configure':
      case 'Stop':
        return Buffer.alloc(0);
      case 'UpgradeResourceState':
        return encodeMessage([[1, encodeMessage([[2, decodeMessage(request.get(3)!).get(1)]])]]);
      case 'ReadResource':
        return encodeMessage([[1, request.get(2)]]);
      case 'PlanResourceChange':
        return this.#plan(readValue(request.get(2)), readValue(request.get(3)));
      case 'ApplyResourceChange':
        return this.#apply(readValue(request.get(2)), readValue(request.get(3)));
      default:
        return null;
    }
  }

  #describe(): Buffer {
    const resources = Object.entries(this.#schema.resource_schemas).map(
      ([name, { block }]) =>
        [
          2,
          encodeMessage([
            [1, name],
            [2, encodeSchema(block)],
          ]),
        ] as const,
    );
    return encodeMessage([[1, encodeSchema(this.#schema.provider.block)], ...resources]);
  }

  /** Computed arguments are known when planning, so that no unknown value has to be written. */
  #plan(prior: Resource, proposed: Resource): Buffer {
    if (proposed === null) return encodeMessage([[1, encodeValue(null)]]);
    const id = this.cloud.idOf(proposed);
    const computed = Object.entries(Object.values(this.#schema.resource_schemas)[0]!.block.attributes ?? {})
      .filter(([name, { computed: isComputed }]) => isComputed === true && proposed[name] === null)
      .map(([name]) => [name, id]);
    const planned = { ...proposed, ...(Object.fromEntries(computed) as object), id };
    const replaced = this.cloud.replacing.filter(
      (name) => prior !== null && JSON.stringify(prior[name]) !== JSON.stringify(proposed[name]),
    );
    const paths = replaced.map((name) => [2, encodeMessage([[1, encodeMessage([[1, name]])]])] as const);
    return encodeMessage([[1, encodeValue(planned)], ...paths]);
  }

  #apply(prior: Resource, planned: Resource): Buffer {
    try {
      this.cloud.change(this.cloud.idOf((planned ?? prior)!), prior, planned);
      return encodeMessage([[1, encodeValue(planned)]]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const diagnostic = encodeMessage([
        [1, 1],
        [2, error.message],
      ]);
      return encodeMessage([
        [1, encodeValue(prior)],
        [3, diagnostic],
      ]);
    }
  }
}

function readValue(bytes?: Buffer): Resource {
  return decodeMsgpack(decodeMessage(bytes!).get(1)!) as Resource;
}

/** A value may be written as JSON as well. */
function encodeValue(value: Resource): Buffer {
  return encodeMessage([[2, JSON.stringify(value)]]);
}

function encodeSchema(block: Block): Buffer {
  return encodeMessage([[2, encodeBlock(block)]]);
}

const nestings = ['', 'single', 'list', 'set', 'map', 'group'];

function encodeBlock({ attributes = {}, block_types: blocks = {} }: Block): Buffer {
  return encodeMessage([
    ...Object.entries(attributes).map(([name, { type, required, optional, computed }]) => {
      const fields = [
        [1, name],
        [2, JSON.stringify(type)],
        [4, required],
        [5, optional],
        [6, computed],
      ] as const;
      return [2, encodeMessage(fields)] as const;
    }),
    ...Object.entries(blocks).map(
      ([name, { block, nesting_mode: nesting, min_items: min, max_items: max }]) => {
        const fields = [
          [1, name],
          [2, encodeBlock(block)],
          [3, nestings.indexOf(nesting)],
          [4, min],
          [5, max],
        ] as const;
        return [3, encodeMessage(fields)] as const;
      },
    ),
  ]);
}
