import { defineEntity, p } from '@mikro-orm/core';
import type { EndpointName } from '@postern/core/endpoint-name';

const CertificatePinSchema = defineEntity({
  name: 'CertificatePin',
  tableName: 'certificate_pin',
  properties: {
    accountId: p.uuid().primary(),
    domain: p.text().primary(),
    endpoint: p.text().$type<EndpointName>().primary(),
    host: p.text().primary(),
    port: p.integer().primary(),
    sha256: p.text(),
    spkiSha256: p.text(),
    pinnedAt: p.datetime(3).defaultRaw('now()'),
    pinnedBy: p.text(),
  },
});

/** A certificate without a trusted issuer that an admin accepted, for one server of one domain (R5). */
export class CertificatePin extends CertificatePinSchema.class {}
CertificatePinSchema.setClass(CertificatePin);
