import type { AllowlistDocument } from './allowlist-document.js';
import type { Finding } from './finding.js';

/** Written by scripts/write-sample-allowlist.mjs from seed/allowlist-section.txt; do not edit. */
export const sampleAllowlist: AllowlistDocument = {
  schema: "postern-allowlist/1",
  vendor: "HubSpot",
  revision: 1,
  publishedAt: "2024-03-22T00:00:00.000Z",
  sha256: "62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488",
  dataCenters: [],
  entries: [
    {"cidr":"54.174.62.128/26","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.196/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.197/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.198/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.199/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"141.193.184.0/27","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"141.193.185.0/27","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.8/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.9/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.10/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.11/32","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.87.0/25","protocol":"imap","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.128/26","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.192/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.193/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.194/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"54.174.62.195/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"141.193.184.0/27","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"141.193.185.0/27","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.12/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.13/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.14/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.82.15/32","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
    {"cidr":"143.244.87.0/25","protocol":"smtp","dataCenter":null,"direction":"egress","state":"active","activeFrom":null,"retireAfter":null,"note":null},
  ],
};

/** Goes with every answer made from the sample: until an operator publishes, it is all there is. */
export const sampleFinding: Finding = {
  level: 'warning',
  code: 'sample-allowlist',
  text: 'These addresses are from the vendor’s public help page; the operator of this installation has not published a list yet',
};

/** Whether a document is the sample, whoever handed it on; an operator's first revision is 2. */
export function isSampleAllowlist({ sha256, revision }: Pick<AllowlistDocument, 'sha256' | 'revision'>): boolean {
  return sha256 === sampleAllowlist.sha256 && revision === sampleAllowlist.revision;
}
