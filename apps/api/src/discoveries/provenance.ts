import { Inject, Injectable } from '@nestjs/common';
import type { MailServers } from '@postern/core/mail-settings';
import { mayHolder } from '@postern/core/permission';
import type { Discovered } from '@postern/core/provenance';
import { serversKey } from '@postern/core/servers-key';
import type { Database } from '@postern/database/database';
import { readDiscovery } from '@postern/database/discoveries';
import { createSecretSealer, type SecretSealer } from '@postern/database/sealed-secret';
import { z } from 'zod';
import type { AccountCaller } from '../access/permission.js';
import { DATABASE, SETTINGS, type ApiSettings } from '../api-settings.js';

/** The query of a request that stores servers. */
export const provenanceQuery = z.strictObject({
  discovery: z.uuid().optional().meta({
    description:
      'The discovery that proposed these servers. If they are one of its candidates, `discovered` says which source named them.',
  }),
});
export type ProvenanceQuery = z.output<typeof provenanceQuery>;

/** Says where servers come from that somebody is about to store. */
@Injectable()
export class Provenance {
  private readonly sealer: SecretSealer;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) settings: ApiSettings,
  ) {
    this.sealer = createSecretSealer(settings.secretKeys);
  }

  /**
   * The source that named these servers of a domain in a discovery. Null if none did, if the caller may not read the
   * discovery, or if its ten minutes are over.
   */
  async find(
    caller: AccountCaller,
    { discovery: id }: ProvenanceQuery,
    domain: string,
    servers: MailServers,
  ): Promise<Discovered | null> {
    if (id === undefined) return null;
    const discovery = await readDiscovery(this.database, this.sealer, caller.accountId, id);
    if (discovery === null || discovery.finishedAt === null || discovery.domain !== domain) return null;
    if (discovery.startedBy !== caller.holderId && !mayHolder(caller, 'settings:read')) return null;
    const key = serversKey(servers);
    const candidate = discovery.candidates.find((one) => serversKey(one) === key);
    const source = candidate?.sources.find((name) => name !== 'account-settings');
    if (candidate === undefined || source === undefined) return null;
    return { source, trust: candidate.trust, at: discovery.finishedAt.toISOString() };
  }
}
