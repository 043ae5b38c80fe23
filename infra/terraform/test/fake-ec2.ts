import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type PrefixList = {
  readonly id: string;
  readonly family: string;
  name: string;
  size: number;
  version: number;
  state: 'create-complete' | 'modify-complete';
  readonly entries: Map<string, string>;
};
type IngressRule = {
  readonly id: string;
  readonly group: string;
  readonly list: string;
  port: number;
  description: string;
};

/**
 * The part of the EC2 query API (2016-11-15) that the AWS provider needs for managed prefix lists and ingress rules. It
 * refuses what EC2 refuses: a second rule for the same group, port and list, more entries than the size of a list, a
 * change of an old version, and deleting a list that a rule names.
 */
export class FakeEc2 {
  readonly lists = new Map<string, PrefixList>();
  readonly rules = new Map<string, IngressRule>();
  /** What has changed something, in order, e.g. `ModifyManagedPrefixList postern-imap4`. */
  readonly changes: string[] = [];
  /** Called after every change. */
  afterChange = (): void => undefined;
  #server: Server | undefined;
  #nextId = 1;

  async listen(): Promise<string> {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { status, xml } = this.#answer(new URLSearchParams(body));
        response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
      });
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Who gets in now: group, port and prefix of every entry that a rule names. */
  openFlows(): Set<string> {
    const flows = [...this.rules.values()].flatMap(({ group, port, list }) =>
      [...(this.lists.get(list)?.entries.keys() ?? [])].map((cidr) => `${group} ${port} ${cidr}`),
    );
    return new Set(flows);
  }

  #answer(parameters: URLSearchParams): { status: number; xml: string } {
    const action = parameters.get('Action') ?? '';
    try {
      const body = this.#act(action, parameters);
      const xml = `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${body}</${action}Response>`;
      return { status: 200, xml };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const xml = `<Response><Errors><Error><Code>${error.code}</Code><Message>${error.message}</Message></Error></Errors><RequestID>r</RequestID></Response>`;
      return { status: 400, xml };
    }
  }

  #act(action: string, given: URLSearchParams): string {
    switch (action) {
      case 'CreateManagedPrefixList':
        return this.#createList(given);
      case 'ModifyManagedPrefixList':
        return this.#modifyList(given);
      case 'DeleteManagedPrefixList':
        return this.#deleteList(given);
      case 'DescribeManagedPrefixLists':
        return `<prefixListSet>${this.#found(given).map(listXml).map(item).join('')}</prefixListSet>`;
      case 'GetManagedPrefixListEntries':
        return `<entrySet>${[...this.#list(given).entries].map(entryXml).map(item).join('')}</entrySet>`;
      case 'AuthorizeSecurityGroupIngress':
        return this.#authorize(given);
      case 'RevokeSecurityGroupIngress':
        return this.#revoke(given);
      case 'DescribeSecurityGroupRules':
        return `<securityGroupRuleSet>${this.#foundRules(given).map(ruleXml).map(item).join('')}</securityGroupRuleSet>`;
      default:
        throw new Refusal('InvalidAction', `${action} is not part of this server`);
    }
  }

  #createList(given: URLSearchParams): string {
    const id = `pl-${String(this.#nextId++).padStart(17, '0')}`;
    const list: PrefixList = {
      id,
      name: given.get('PrefixListName')!,
      family: given.get('AddressFamily')!,
      size: Number(given.get('MaxEntries')),
      version: 1,
      state: 'create-complete',
      entries: new Map(entriesOf(given, 'Entry')),
    };
    if (list.entries.size > list.size) throw new Refusal('PrefixListMaxEntriesExceeded', 'Too many entries');
    this.lists.set(id, list);
    this.#changed(`CreateManagedPrefixList ${list.name}`);
    return `<prefixList>${listXml(list)}</prefixList>`;
  }

  #modifyList(given: URLSearchParams): string {
    const list = this.#list(given);
    const version = given.get('CurrentVersion');
    if (version !== null && Number(version) !== list.version)
      throw new Refusal('PrefixListVersionMismatch', 'This is not the current version');
    const added = entriesOf(given, 'AddEntry');
    const removed = entriesOf(given, 'RemoveEntry').map(([cidr]) => cidr);
    if (given.get('MaxEntries') !== null && added.length + removed.length > 0)
      throw new Refusal('InvalidParameterCombination', 'The size and the entries cannot change together');
    const after = new Map(list.entries);
    for (const cidr of removed) after.delete(cidr);
    for (const [cidr, description] of added) after.set(cidr, description);
    const size = Number(given.get('MaxEntries') ?? list.size);
    if (after.size > size) throw new Refusal('PrefixListMaxEntriesExceeded', 'Too many entries');
    list.entries.clear();
    for (const [cidr, description] of after) list.entries.set(cidr, description);
    // “Modifying the entries of a prefix list creates a new version”; its name and its size have none.
    const next = list.version + (added.length + removed.length > 0 ? 1 : 0);
    const name = given.get('PrefixListName') ?? list.name;
    Object.assign(list, { size, name, version: next, state: 'modify-complete' });
    this.#changed(`ModifyManagedPrefixList ${list.name}`);
    return `<prefixList>${listXml(list)}</prefixList>`;
  }

  #deleteList(given: URLSearchParams): string {
    const list = this.#list(given);
    if ([...this.rules.values()].some((rule) => rule.list === list.id))
      throw new Refusal('PrefixListInUse', 'A rule names this list');
    this.lists.delete(list.id);
    this.#changed(`DeleteManagedPrefixList ${list.name}`);
    return `<prefixList>${listXml(list)}</prefixList>`;
  }

  #authorize(given: URLSearchParams): string {
    const rule: IngressRule = {
      id: `sgr-${String(this.#nextId++).padStart(17, '0')}`,
      group: given.get('GroupId')!,
      list: given.get('IpPermissions.1.PrefixListIds.1.PrefixListId')!,
      port: Number(given.get('IpPermissions.1.FromPort')),
      description: given.get('IpPermissions.1.PrefixListIds.1.Description') ?? '',
    };
    const isDouble = [...this.rules.values()].some(
      ({ group, list, port }) => group === rule.group && list === rule.list && port === rule.port,
    );
    if (isDouble) throw new Refusal('InvalidPermission.Duplicate', 'already exists');
    this.rules.set(rule.id, rule);
    this.#changed(`AuthorizeSecurityGroupIngress ${rule.group} ${rule.port}`);
    return `<return>true</return><securityGroupRuleSet>${item(ruleXml(rule))}</securityGroupRuleSet>`;
  }

  #revoke(given: URLSearchParams): string {
    const id = given.get('SecurityGroupRuleId.1') ?? '';
    if (!this.rules.delete(id)) throw new Refusal('InvalidSecurityGroupRuleId.NotFound', id);
    this.#changed(`RevokeSecurityGroupIngress ${id}`);
    return '<return>true</return>';
  }

  #list(given: URLSearchParams): PrefixList {
    const id = given.get('PrefixListId') ?? '';
    const list = this.lists.get(id);
    if (list === undefined) throw new Refusal('InvalidPrefixListID.NotFound', id);
    return list;
  }

  #found(given: URLSearchParams): PrefixList[] {
    const id = given.get('PrefixListId.1');
    const found = [...this.lists.values()].filter((list) => id === null || list.id === id);
    if (id !== null && found.length === 0) throw new Refusal('InvalidPrefixListID.NotFound', id);
    return found;
  }

  #foundRules(given: URLSearchParams): IngressRule[] {
    const id = given.get('SecurityGroupRuleId.1');
    const found = [...this.rules.values()].filter((rule) => id === null || rule.id === id);
    if (id !== null && found.length === 0) throw new Refusal('InvalidSecurityGroupRuleId.NotFound', id);
    return found;
  }

  #changed(change: string): void {
    this.changes.push(change);
    this.afterChange();
  }
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function entriesOf(given: URLSearchParams, name: string): [cidr: string, description: string][] {
  const entries: [string, string][] = [];
  for (let index = 1; given.has(`${name}.${index}.Cidr`); index += 1) {
    entries.push([given.get(`${name}.${index}.Cidr`)!, given.get(`${name}.${index}.Description`) ?? '']);
  }
  return entries;
}

function item(xml: string): string {
  return `<item>${xml}</item>`;
}

function listXml({ id, name, family, size, version, state }: PrefixList): string {
  return `<prefixListId>${id}</prefixListId><prefixListName>${name}</prefixListName><addressFamily>${family}</addressFamily><maxEntries>${size}</maxEntries><version>${version}</version><state>${state}</state><ownerId>123456789012</ownerId><prefixListArn>arn:aws:ec2:eu-central-1:123456789012:prefix-list/${id}</prefixListArn>`;
}

function entryXml([cidr, description]: readonly [string, string]): string {
  return `<cidr>${cidr}</cidr><description>${description}</description>`;
}

function ruleXml({ id, group, list, port, description }: IngressRule): string {
  return `<securityGroupRuleId>${id}</securityGroupRuleId><groupId>${group}</groupId><groupOwnerId>123456789012</groupOwnerId><isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><fromPort>${port}</fromPort><toPort>${port}</toPort><prefixListId>${list}</prefixListId><description>${description}</description>`;
}
