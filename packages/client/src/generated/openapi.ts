/** Written from the API’s OpenAPI document by `npm run client`; do not edit. */
export interface paths {
  '/.well-known/postern-allowlist-keys': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['AllowlistKeys'] } };
      };
    };
  };
  '/livez': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          status: 'alive';
        } } };
      };
    };
  };
  '/metrics': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/plain': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/readyz': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          status: 'ready' | 'not-ready';
          database: 'ready' | 'away' | 'migrations-pending' | 'slow' | 'read-only' | 'full';
          queue: 'ready' | 'away';
          queueFault?: string;
        } } };
        503: { headers: Record<string, unknown>; content: { 'application/json': {
          status: 'ready' | 'not-ready';
          database: 'ready' | 'away' | 'migrations-pending' | 'slow' | 'read-only' | 'full';
          queue: 'ready' | 'away';
          queueFault?: string;
        } } };
      };
    };
  };
  '/v1/accounts': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['Account'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['AccountInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Account'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/accounts/{id}': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Account'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    patch: {
      parameters: { query?: never; path: { id: string }; };
      requestBody: { content: { 'application/json': components['schemas']['AccountChange'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Account'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/allowlist': {
    get: {
      parameters: { query?: { dataCenter?: components['schemas']['DataCenterId']; protocol?: components['schemas']['ListName']; family?: '4' | '6'; direction?: 'egress'; format?: 'json' | 'text' | 'csv'; revision?: number; _?: string; cb?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['AllowlistAnswer']; 'text/plain': string; 'text/csv': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    put: {
      parameters: { query?: { dryRun?: '0' | '1' | '' | 'true' | 'false' }; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['AllowlistInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['PublishedAllowlist'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        412: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        428: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/allowlist/changes': {
    get: {
      parameters: { query?: { since?: number }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['AllowlistChanges'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/allowlist/document.jws': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/jose': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/allowlist/vendor': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Vendor'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    put: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['VendorInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Vendor'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/allowlist/version': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['AllowlistVersion'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/allowlist/{file}': {
    get: {
      parameters: { query?: { dataCenter?: components['schemas']['DataCenterId']; _?: string; cb?: string }; path: { file: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/plain': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/audit-events': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string; subject?: string; action?: string; search?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['AuditEvent'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/bulk-changes/{id}': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['BulkChange'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/bulk-changes/{id}/stop': {
    post: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['BulkChange'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/certificate-authorities': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['CertificateAuthority'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['CertificateAuthorityInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['CertificateAuthority'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/certificate-authorities/preview': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['CertificatePreviewInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['CertificatePreview'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/certificate-authorities/{id}': {
    delete: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/connect-sessions': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['ConnectSessionInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['ConnectSession'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/connections': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['ConnectionInput'] } };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Verification'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/discoveries': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['DiscoveryInput'] } };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Discovery'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/discoveries/{id}': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Discovery'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/discoveries/{id}/events': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/event-stream': string } };
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/firewall/guides': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['DeviceGuideHead'][];
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/firewall/guides/{device}': {
    get: {
      parameters: { query?: never; path: { device: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['DeviceGuide'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/firewall/match': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['MatchRequest'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['MatchVerdict'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/firewall/targets': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['FirewallTarget'][];
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/firewall/{target}': {
    post: {
      parameters: { query?: never; path: { target: string }; };
      requestBody: { content: { 'application/json': components['schemas']['FirewallInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['FirewallRules']; 'application/zip': string; 'text/plain': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/firewall/{target}/check': {
    post: {
      parameters: { query?: never; path: { target: string }; };
      requestBody: { content: { 'application/json': components['schemas']['FirewallCheckInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['FirewallCheck'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/imports/{id}': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['LongImport'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/links': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['Link'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['LinkInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['NewLink'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/links/applied': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['AppliedInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['OwnLink'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/links/own': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['OwnLink'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/links/{id}': {
    delete: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string; search?: string; kind?: components['schemas']['SettingsKind']; state?: 'unverified' | 'queued' | 'running' | 'passed' | 'failed'; origin?: components['schemas']['SettingsOrigin']; hint?: 'shown'; sort?: 'domain' | '-domain' | 'state' | '-state' | 'checked' | '-checked' }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['MailSettings'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: { discovery?: string }; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['MailSettingsInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['MailSettings'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/bulk': {
    post: {
      parameters: { query?: { dryRun?: '0' | '1' | '' | 'true' | 'false' }; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['BulkChangeInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['BulkPreview'] } };
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['BulkChange'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/count': {
    get: {
      parameters: { query?: { search?: string; kind?: components['schemas']['SettingsKind']; state?: 'unverified' | 'queued' | 'running' | 'passed' | 'failed'; origin?: components['schemas']['SettingsOrigin']; hint?: 'shown' }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['SettingsCount'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/export': {
    get: {
      parameters: { query?: { format?: components['schemas']['TransferFormat'] }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/csv': string; 'application/x-ndjson': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: { format?: components['schemas']['TransferFormat'] }; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['SettingsSelection'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/csv': string; 'application/x-ndjson': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/import': {
    post: {
      parameters: { query?: { dryRun?: '0' | '1' | '' | 'true' | 'false'; changes?: '0' | '1' | '' | 'true' | 'false'; columns?: string }; path?: never; };
      requestBody: { content: { 'text/csv': string; 'application/x-ndjson': string } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['ImportResult'] } };
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['LongImport'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/import/columns': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'text/csv': string } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['ImportTable'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/{domain}': {
    get: {
      parameters: { query?: never; path: { domain: components['schemas']['DomainName'] }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['MailSettings'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    put: {
      parameters: { query?: { discovery?: string }; path: { domain: components['schemas']['DomainName'] }; };
      requestBody: { content: { 'application/json': components['schemas']['MailSettingsInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['MailSettings'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        412: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    delete: {
      parameters: { query?: never; path: { domain: components['schemas']['DomainName'] }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        412: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/{domain}/hints': {
    get: {
      parameters: { query?: never; path: { domain: components['schemas']['DomainName'] }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['ServerHints'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/{domain}/hints/{id}/dismiss': {
    post: {
      parameters: { query?: never; path: { domain: components['schemas']['DomainName']; id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/{domain}/replace': {
    post: {
      parameters: { query?: { discovery?: string }; path: { domain: components['schemas']['DomainName'] }; };
      requestBody: { content: { 'application/json': components['schemas']['MailSettingsInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['MailSettings'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        412: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/{domain}/trust': {
    post: {
      parameters: { query?: never; path: { domain: components['schemas']['DomainName'] }; };
      requestBody: { content: { 'application/json': components['schemas']['TrustInput'] } };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Verification'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/mail-settings/{domain}/verifications': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; path: { domain: components['schemas']['DomainName'] }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['Verification'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: never; path: { domain: components['schemas']['DomainName'] }; };
      requestBody: { content: { 'application/json': components['schemas']['StartVerificationInput'] } };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Verification'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/me': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Me'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/notification-settings': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['NotificationSettings'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    put: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['NotificationSettingsInput'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['NotificationSettings'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/populate': {
    get: {
      parameters: { query: { email: string; purpose?: 'mail' | 'calendar' }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['PopulateAnswer'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/queue': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string; account?: string; stuck?: '0' | '1' | '' | 'true' | 'false' }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['QueueJob'][];
          nextCursor: string | null;
          status: components['schemas']['QueueStatus'];
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/queue/{id}/cancel': {
    post: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/queue/{id}/put-back': {
    post: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/servers': {
    get: {
      parameters: { query?: { domain?: components['schemas']['DomainName'] }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['AccountServer'][];
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/session': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['WaysIn'] } };
      };
    };
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['SessionInput'] } };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    delete: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['ClosedSession'] } };
        204: { headers: Record<string, unknown>; content?: never };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/summary': {
    get: {
      parameters: { query?: { since?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Summary'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/summary/events': {
    get: {
      parameters: { query?: never; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/event-stream': string } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/tokens': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['Token'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['TokenInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['NewToken'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/tokens/{id}': {
    delete: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/tokens/{id}/rotate': {
    post: {
      parameters: { query?: never; path: { id: string }; };
      requestBody: { content: { 'application/json': components['schemas']['TokenRotation'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['NewToken'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/verifications': {
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['MailSettingsInput'] } };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Verification'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/verifications/{id}': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Verification'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/verifications/{id}/events': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'text/event-stream': string } };
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/webhooks': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; path?: never; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['Webhook'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    post: {
      parameters: { query?: never; path?: never; };
      requestBody: { content: { 'application/json': components['schemas']['WebhookInput'] } };
      responses: {
        201: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['NewWebhook'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        422: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/webhooks/{id}': {
    get: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Webhook'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    delete: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        204: { headers: Record<string, unknown>; content?: never };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
    patch: {
      parameters: { query?: never; path: { id: string }; };
      requestBody: { content: { 'application/json': components['schemas']['WebhookChange'] } };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['Webhook'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        413: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        415: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/webhooks/{id}/deliveries': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': {
          data: components['schemas']['WebhookDelivery'][];
          nextCursor: string | null;
        } } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver': {
    post: {
      parameters: { query?: never; path: { id: string; deliveryId: string }; };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['WebhookDelivery'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        409: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/webhooks/{id}/rotate': {
    post: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        200: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['WebhookSecret'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
  '/v1/webhooks/{id}/test': {
    post: {
      parameters: { query?: never; path: { id: string }; };
      responses: {
        202: { headers: Record<string, unknown>; content: { 'application/json': components['schemas']['WebhookDelivery'] } };
        400: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        401: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        403: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        404: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        429: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
        503: { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
      };
    };
  };
}

export interface components {
  schemas: {
    Account: {
      id: string;
      name: string;
      dataCenter: string | null;
      createdAt: string;
    };
    AccountChange: {
      name?: string;
      dataCenter?: components['schemas']['DataCenterId'] | null;
    };
    AccountInput: {
      name: string;
      dataCenter?: components['schemas']['DataCenterId'] | null;
    };
    AccountServer: {
      endpoint: components['schemas']['EndpointName'];
      host: string;
      port: number;
      domains: number;
      isFailing: boolean;
      nextCheckAt: string;
      days: {
        day: string;
        checks: number;
        failures: number;
        meanMs: number | null;
      }[];
    };
    AllowlistAnswer: {
      schema: 'postern-allowlist/1';
      vendor: string;
      revision: number;
      publishedAt: string;
      sha256: string;
      dataCenters: components['schemas']['DataCenter'][];
      entries: components['schemas']['AllowlistEntry'][];
      findings: components['schemas']['Finding'][];
    };
    AllowlistChange: {
      revision: number;
      change: 'added' | 'removed' | 'state';
      entry: components['schemas']['AllowlistEntry'];
      effectiveAt: string;
    };
    AllowlistChanges: {
      data: components['schemas']['AllowlistChange'][];
      nextCursor: null;
      findings: components['schemas']['Finding'][];
    };
    AllowlistEntry: {
      cidr: string;
      protocol: components['schemas']['AllowlistProtocol'];
      dataCenter: components['schemas']['DataCenterId'] | null;
      direction: 'egress';
      state: components['schemas']['AllowlistEntryState'];
      activeFrom: string | null;
      retireAfter: string | null;
      note: string | null;
    };
    AllowlistEntryInput: {
      cidr: components['schemas']['Cidr'];
      protocol: components['schemas']['AllowlistProtocol'];
      dataCenter?: components['schemas']['DataCenterId'] | null;
      direction?: 'egress';
      state?: components['schemas']['AllowlistEntryState'];
      activeFrom?: string | null;
      retireAfter?: string | null;
      note?: string | null;
    };
    AllowlistEntryState: 'announced' | 'active' | 'retiring';
    AllowlistInput: {
      vendor?: components['schemas']['VendorName'];
      dataCenters?: components['schemas']['DataCenter'][];
      entries: components['schemas']['AllowlistEntryInput'][];
    };
    AllowlistKeys: {
      keys: {
        kty: 'OKP';
        crv: 'Ed25519';
        x: string;
        kid: string;
        alg: 'EdDSA';
        use: 'sig';
      }[];
    };
    AllowlistProtocol: 'imap' | 'smtp' | 'webhook';
    AllowlistVersion: {
      revision: number;
      publishedAt: string;
      sha256: string;
      findings: components['schemas']['Finding'][];
    };
    AppliedInput: {
      name: string;
      date?: string;
    };
    AuditEvent: {
      id: string;
      at: string;
      actorId: string | null;
      actor: string;
      action: string;
      subject: string;
      displaySubject?: string;
      before: Record<string, unknown> | null;
      after: Record<string, unknown> | null;
    };
    BulkChange: {
      id: string;
      action: 'verify' | 'delete' | 'set-host';
      state: 'running' | 'done' | 'stopped' | 'interrupted';
      domains: number;
      processed: number;
      changed: number;
      failures: components['schemas']['BulkFailure'][];
      createdAt: string;
      finishedAt: string | null;
    };
    BulkChangeInput: {
      action: 'verify';
      filter?: components['schemas']['SettingsFilter'];
      domains?: (components['schemas']['DomainName'] | components['schemas']['SelectedDomain'])[];
    } | {
      action: 'delete';
      filter?: components['schemas']['SettingsFilter'];
      domains?: (components['schemas']['DomainName'] | components['schemas']['SelectedDomain'])[];
    } | {
      action: 'set-host';
      from: components['schemas']['ServerHost'];
      to: components['schemas']['ServerHost'];
      servers?: ('imap' | 'smtp')[];
      filter?: components['schemas']['SettingsFilter'];
      domains?: (components['schemas']['DomainName'] | components['schemas']['SelectedDomain'])[];
    };
    BulkFailure: {
      domain: string;
      code: 'not-found' | 'revision-is-stale' | 'host-not-used' | 'user-attempt';
    };
    BulkPreview: {
      action: 'verify' | 'delete' | 'set-host';
      selected: number;
      domains: {
        domain: string;
        revision: number;
      }[];
      first: {
        domain: string;
        displayDomain: string;
        servers: ('imap' | 'smtp')[];
      }[];
    };
    Candidate: components['schemas']['ImapCandidate'] | components['schemas']['ExchangeCandidate'];
    Certificate: {
      subject: string;
      names: string[];
      issuer: string;
      validFrom: string;
      validTo: string;
      daysLeft: number;
      key: string;
      sha256: string;
      spkiSha256: string;
      chainLength: number;
      chainMember?: string;
      failedChecks: components['schemas']['FailureCode'][];
    };
    CertificateAuthority: {
      id: string;
      name: string;
      subject: string;
      validFrom: string;
      validTo: string;
      daysLeft: number;
      key: string;
      sha256: string;
      createdAt: string;
      createdBy: string;
    };
    CertificateAuthorityInput: {
      name: string;
      pem: string;
    };
    CertificatePreview: {
      subject: string;
      validFrom: string;
      validTo: string;
      daysLeft: number;
      key: string;
      sha256: string;
      issuer: string;
      problems: {
        code: string;
        message: string;
      }[];
    };
    CertificatePreviewInput: {
      pem: string;
    };
    Cidr: string;
    ClosedSession: {
      signOutUrl: string;
    };
    ConnectSession: {
      clientSecret: string;
      expiresAt: string;
    };
    ConnectSessionInput: {
      email: string;
      origin: string;
    };
    ConnectionInput: {
      email: string;
      settings?: components['schemas']['ServersInput'];
      discovery?: string;
      credentials: components['schemas']['CredentialsInput'];
      certificates?: {
        imap?: string;
        smtp?: string;
      };
    };
    CredentialsInput: {
      username?: string;
      password?: string;
      accessToken?: string;
    };
    DataCenter: {
      id: components['schemas']['DataCenterId'];
      label: string;
    };
    DataCenterId: string;
    DeliveryState: 'waiting' | 'delivered' | 'failed' | 'discarded';
    Destinations: Record<string, components['schemas']['IpAddress'][] | {
      publicAddresses: components['schemas']['IpAddress'][];
      privateAddresses: components['schemas']['IpAddress'][];
      privatePorts?: Record<string, components['schemas']['Port']>;
    }>;
    DeviceGuide: {
      id: string;
      label: string;
      reads: 'allow' | 'block';
      target: string | null;
      text: string;
    };
    DeviceGuideHead: {
      id: string;
      label: string;
      reads: 'allow' | 'block';
      target: string | null;
    };
    Digest: 'at-once' | 'hourly' | 'daily';
    Discovered: {
      source: components['schemas']['SourceName'];
      trust: components['schemas']['Trust'];
      at: string;
    };
    Discovery: {
      id: string;
      domain: string;
      state: 'running' | 'done';
      wait?: components['schemas']['Wait'];
      startedAt: string;
      finishedAt: string | null;
      candidates: components['schemas']['Candidate'][];
      sources: components['schemas']['DiscoverySource'][];
    };
    DiscoveryInput: {
      domain?: components['schemas']['DomainName'];
      email?: string;
    };
    DiscoverySource: {
      source: components['schemas']['SourceName'];
      priority: number;
      url?: string;
      query?: string;
      state: 'found' | 'absent' | 'invalid' | 'unreachable' | 'refused';
      code: string | null;
      detail: string | null;
      durationMs: number;
      trust: components['schemas']['Trust'] | null;
    };
    DomainName: string;
    EndpointName: 'imap' | 'smtp' | 'exchange';
    EndpointReport: {
      endpoint: components['schemas']['EndpointName'];
      host: string;
      port: number;
      tls: 'implicit' | 'starttls';
      address: string | null;
      sourceAddress: string | null;
      tlsVersion: string | null;
      cipher: string | null;
      certificate: components['schemas']['Certificate'] | null;
      capabilities: string[];
      authMechanisms: string[];
      steps: components['schemas']['Step'][];
    };
    EventType: 'domain.failed' | 'domain.recovered' | 'certificate.expiring' | 'certificate.changed' | 'settings.changed' | 'attempt.seen' | 'allowlist.revised';
    ExchangeCandidate: {
      rank: number;
      username: {
        template: string;
        value: string | null;
      };
      source: components['schemas']['SourceName'];
      sources: components['schemas']['SourceName'][];
      trust: components['schemas']['Trust'];
      registrableDomains: string[];
      differsFrom: number[];
      findings: components['schemas']['Finding'][];
      providers: components['schemas']['ProviderFacts'][];
      verification: string | null;
      kind: 'exchange';
      exchange: {
        url: string;
      };
      authentication: {
        exchange: string[];
      };
    };
    ExchangeSettings: {
      domain: string;
      displayDomain: string;
      origin: components['schemas']['SettingsOrigin'];
      discovered: components['schemas']['Discovered'] | null;
      revision: number;
      verification: components['schemas']['VerificationSummary'];
      createdAt: string;
      createdBy: string;
      updatedAt: string;
      updatedBy: string;
      kind: 'exchange';
      exchange: {
        url: string;
      };
    };
    ExchangeSettingsInput: {
      domain: components['schemas']['DomainName'];
      confirmPublicSuffix?: boolean;
      kind: 'exchange';
      exchange: {
        url: components['schemas']['ExchangeUrl'];
      };
    };
    ExchangeUrl: string;
    Failure: {
      endpoint: components['schemas']['EndpointName'];
      stage: components['schemas']['Stage'];
      code: components['schemas']['FailureCode'];
      temporary: boolean;
      title: string;
      advice: string;
      values?: components['schemas']['FailureValues'];
      field: string | null;
      suggestion?: string;
      replyCode?: number;
      enhancedStatusCode?: string;
      responseCode?: string;
      source?: {
        address: string | null;
        isListed: boolean | null;
      };
      supportId?: string;
    };
    FailureCode: 'target-not-allowed' | 'port-not-allowed' | 'dns-not-found' | 'dns-no-address' | 'dns-temporary' | 'connect-refused' | 'connect-timeout' | 'connect-unreachable' | 'closed-before-greeting' | 'server-silent' | 'wrong-security-mode' | 'not-this-protocol' | 'server-busy' | 'server-refused' | 'preauth' | 'protocol-error' | 'limit-exceeded' | 'deadline-exceeded' | 'tls-silent' | 'tls-failed' | 'tls-too-old' | 'tls-weak-key-exchange' | 'tls-only-dhe' | 'tls-no-secure-renegotiation' | 'tls-weak-signature' | 'tls-name-not-served' | 'tls-client-certificate-required' | 'starttls-not-offered' | 'starttls-refused' | 'starttls-injection' | 'cert-self-signed' | 'cert-unknown-ca' | 'cert-chain-incomplete' | 'cert-expired' | 'cert-chain-expired' | 'cert-wrong-purpose' | 'cert-not-yet-valid' | 'cert-name-mismatch' | 'cert-weak' | 'cert-changed' | 'auth-rejected' | 'auth-unclear' | 'auth-password-expired' | 'auth-web-login' | 'auth-no-mailbox' | 'auth-username-format' | 'auth-mechanism-unsupported' | 'auth-temporary' | 'auth-not-offered' | 'auth-not-tested' | 'auth-oauth-only' | 'auth-app-password' | 'auth-disabled-by-admin' | 'oauth-token-rejected' | 'oauth-not-offered' | 'exchange-wrong-path' | 'exchange-preauth' | 'exchange-server-error' | 'exchange-forbidden' | 'exchange-redirect' | 'exchange-unsure' | 'exchange-online-retired' | 'unknown';
    FailureValues: {
      host: string;
      port: number;
      tls: 'implicit' | 'starttls';
      answered?: string;
      names?: string[];
      chainMember?: string;
      daysLeft?: number;
      mechanisms?: string[];
      tokenFault?: 'expired' | 'audience' | 'scope';
      scopes?: string[];
      tokenAudiences?: string[];
      tokenScopes?: string[];
      isMasked?: boolean;
      seconds?: number;
    };
    Finding: {
      level: 'error' | 'warning' | 'info';
      code: string;
      text: string;
      values?: Record<string, string | number | boolean | string[]>;
      path?: string;
    };
    FirewallCheck: {
      state: 'same' | 'drifted' | 'unknown';
      missing: {
        source: string;
        destination: string;
        port: number | null;
      }[];
      wider: {
        source: string;
        destination: string;
        port: number | null;
      }[];
      gone: string[];
      unread: string[];
      revision: number;
      sha256: string;
      repair: {
        path: string;
        mediaType: string;
        text: string;
      }[];
      findings?: components['schemas']['Finding'][];
    };
    FirewallCheckInput: {
      deployed: string;
      protocol?: components['schemas']['ListName'];
      domains?: components['schemas']['DomainName'][];
      destinations?: components['schemas']['Destinations'];
      webhooks?: boolean;
      parameters?: Record<string, unknown>;
    };
    FirewallInput: {
      domains?: components['schemas']['DomainName'][];
      destinations?: components['schemas']['Destinations'];
      webhooks?: boolean;
      parameters?: Record<string, unknown>;
      previousRevision?: number;
    } | null;
    FirewallRules: {
      revision: number;
      sha256: string;
      files: {
        path: string;
        mediaType: string;
        text: string;
      }[];
      removes: {
        path: string;
        mediaType: string;
        text: string;
      }[];
      findings: components['schemas']['Finding'][];
    };
    FirewallTarget: {
      id: string;
      label: string;
      kind: string;
      parameters: Record<string, unknown>;
      proof: string;
      check: string | null;
    };
    ImapCandidate: {
      rank: number;
      username: {
        template: string;
        value: string | null;
      };
      source: components['schemas']['SourceName'];
      sources: components['schemas']['SourceName'][];
      trust: components['schemas']['Trust'];
      registrableDomains: string[];
      differsFrom: number[];
      findings: components['schemas']['Finding'][];
      providers: components['schemas']['ProviderFacts'][];
      verification: string | null;
      kind: 'imap';
      imap: components['schemas']['MailServer'];
      smtp: components['schemas']['MailServer'];
      authentication: {
        imap: string[];
        smtp: string[];
      };
      alternatives: {
        imap: components['schemas']['MailServer'][];
        smtp: components['schemas']['MailServer'][];
      };
    };
    ImapSettings: {
      domain: string;
      displayDomain: string;
      origin: components['schemas']['SettingsOrigin'];
      discovered: components['schemas']['Discovered'] | null;
      revision: number;
      verification: components['schemas']['VerificationSummary'];
      createdAt: string;
      createdBy: string;
      updatedAt: string;
      updatedBy: string;
      kind: 'imap';
      imap: components['schemas']['MailServer'];
      smtp: components['schemas']['MailServer'];
      allowNonSecureCertificate: boolean;
    };
    ImapSettingsInput: {
      domain: components['schemas']['DomainName'];
      confirmPublicSuffix?: boolean;
      kind: 'imap';
      imap: components['schemas']['MailServerInput'];
      smtp: components['schemas']['MailServerInput'];
      allowNonSecureCertificate?: boolean;
    };
    ImportChange: {
      line: number;
      domain: string;
      displayDomain: string;
      before: Record<string, unknown> | null;
      after: Record<string, unknown>;
    };
    ImportColumn: 'domain' | 'kind' | 'imapHost' | 'imapPort' | 'imapTls' | 'smtpHost' | 'smtpPort' | 'smtpTls' | 'allowNonSecureCertificate' | 'exchangeUrl' | 'confirmPublicSuffix';
    ImportResult: {
      dryRun: boolean;
      rows: number;
      created: number;
      updated: number;
      unchanged: number;
      changes?: components['schemas']['ImportChange'][];
    };
    ImportTable: {
      data: {
        heading: string;
        values: string[];
        column: components['schemas']['ImportColumn'] | null;
      }[];
    };
    InputError: {
      path: string;
      code: string;
      message: string;
      suggestion?: string;
    };
    IpAddress: string;
    Link: {
      id: string;
      createdAt: string;
      createdBy: string;
      expiresAt: string;
      domains?: string[];
      openedAt: string | null;
      appliedBy?: string;
      appliedOn?: string;
    };
    LinkInput: {
      expiresAt: string;
      domains?: components['schemas']['DomainName'][];
    };
    ListName: 'imap' | 'smtp' | 'exchange' | 'webhook';
    LongImport: {
      id: string;
      state: 'running' | 'done' | 'refused' | 'failed';
      dryRun: boolean;
      rows: number;
      rowsDone: number;
      result: components['schemas']['ImportResult'] | null;
      problem: components['schemas']['Problem'] | null;
      createdAt: string;
      finishedAt: string | null;
    };
    MailRecipient: {
      email: string;
      confirmedAt: string | null;
      lastMail: {
        state: 'waiting' | 'delivered' | 'failed' | 'discarded';
        at: string;
        attempts: number;
        failure: string | null;
      } | null;
    };
    MailServer: {
      host: string;
      port: components['schemas']['Port'];
      tls: components['schemas']['TlsMode'];
    };
    MailServerInput: {
      host: components['schemas']['ServerHost'];
      port: components['schemas']['Port'];
      tls?: components['schemas']['TlsMode'];
    };
    MailSettings: components['schemas']['ImapSettings'] | components['schemas']['ExchangeSettings'];
    MailSettingsInput: components['schemas']['ImapSettingsInput'] | components['schemas']['ExchangeSettingsInput'];
    MatchRequest: {
      source: string;
      destination: components['schemas']['ServerHost'];
      port: components['schemas']['Port'];
      destinations?: components['schemas']['Destinations'];
    };
    MatchVerdict: {
      action: 'allow' | 'none' | 'deny';
      rule: string | null;
      reason: string;
      findings?: components['schemas']['Finding'][];
    };
    Me: {
      tokenId: string | null;
      person: {
        name: string;
        address: string | null;
      } | null;
      role: components['schemas']['Role'];
      account: {
        id: string;
        name: string;
        dataCenter: string | null;
      } | null;
      permissions: string[];
      scopes: string[] | null;
      sources: string[] | null;
      expiresAt: string | null;
      expiresSoon: boolean;
    };
    NewLink: {
      id: string;
      createdAt: string;
      createdBy: string;
      expiresAt: string;
      domains?: string[];
      openedAt: string | null;
      appliedBy?: string;
      appliedOn?: string;
      url?: string;
    };
    NewToken: {
      id: string;
      name: string;
      role: components['schemas']['Role'];
      scopes?: string[];
      sources?: string[];
      token?: string;
    };
    NewWebhook: {
      id: string;
      url: string;
      events: 'all' | components['schemas']['EventType'][];
      description: string;
      enabled: boolean;
      switchedOff: 'gone' | 'failing' | null;
      failingSince: string | null;
      createdAt: string;
      createdBy: string;
      secret?: string;
    };
    NotificationSettings: {
      recipients: components['schemas']['MailRecipient'][];
      events: 'all' | components['schemas']['EventType'][];
      digest: components['schemas']['Digest'];
    };
    NotificationSettingsInput: {
      recipients: {
        email: string;
        confirmedAt?: unknown;
        lastMail?: unknown;
      }[];
      events: 'all' | components['schemas']['EventType'][];
      digest: components['schemas']['Digest'];
    };
    OwnLink: {
      account: string;
      createdBy: string;
      expiresAt: string;
      domains?: string[];
      appliedBy?: string;
      appliedOn?: string;
    };
    Permission: 'accounts:manage' | 'allowlist:publish' | 'operations:read' | 'operations:manage' | 'tokens:manage' | 'settings:write' | 'settings:read' | 'mailbox:connect' | 'allowlist:read' | 'links:use' | 'self:read';
    PopulateAnswer: {
      email: string;
      domain: string;
      match: 'exact';
      username: string;
      provenance: {
        source: 'account-settings';
        updatedAt: string;
        verifiedAt: string | null;
        discovered: components['schemas']['Discovered'] | null;
      };
      kind: 'imap';
      imap: components['schemas']['MailServer'];
      smtp: components['schemas']['MailServer'];
      allowNonSecureCertificate: boolean;
    } | {
      email: string;
      domain: string;
      match: 'exact';
      username: string;
      provenance: {
        source: 'account-settings';
        updatedAt: string;
        verifiedAt: string | null;
        discovered: components['schemas']['Discovered'] | null;
      };
      kind: 'exchange';
      exchange: {
        url: string;
      };
    } | {
      email: string;
      domain: string;
      match: 'none';
      kind: null;
    };
    Port: number;
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      code: string;
      requestId: string;
      errors?: components['schemas']['InputError'][];
      existingKind?: 'imap' | 'exchange';
      findings?: components['schemas']['Finding'][];
      reason?: {
        code: string;
        most?: number;
      };
    };
    ProviderDemand: {
      id: string;
      kind: 'app-password' | 'oauth-only' | 'password-ends' | 'switch-on' | 'no-servers';
      text: string;
      url: string | null;
      from: string | null;
    };
    ProviderFacts: {
      id: string;
      provider: string;
      demands: components['schemas']['ProviderDemand'][];
      source: string;
      checkedAt: string | null;
    };
    PublishedAllowlist: {
      revision: number;
      publishedAt: string;
      sha256: string;
      findings: components['schemas']['Finding'][];
      dryRun: boolean;
      changes: components['schemas']['AllowlistChange'][];
    };
    QueueJob: {
      verificationId: string;
      kind: 'verification' | 'discovery';
      account: {
        id: string;
        name: string;
      };
      urgency: components['schemas']['Urgency'];
      state: 'waiting' | 'dispatched' | 'running';
      dataCenter: string | null;
      servers: string[];
      queuedAt: string;
      attempts: number;
      wait: components['schemas']['Wait'] | null;
    };
    QueueStatus: {
      jobs: {
        urgency: components['schemas']['Urgency'];
        waiting: number;
        dispatched: number;
      }[];
      oldestSeconds: number | null;
      workers: {
        dataCenter: string | null;
        workers: number;
        concurrency: number;
      }[];
      conversations: {
        waiting: number;
        running: number;
      };
    };
    Role: 'operator' | 'super-admin' | 'account-access' | 'member' | 'network';
    SelectedDomain: {
      domain: components['schemas']['DomainName'];
      revision?: number;
    };
    ServerHint: {
      id: string;
      discovered: components['schemas']['Discovered'];
      verification: string;
      kind: 'imap';
      imap: components['schemas']['MailServer'];
      smtp: components['schemas']['MailServer'];
    } | {
      id: string;
      discovered: components['schemas']['Discovered'];
      verification: string;
      kind: 'exchange';
      exchange: {
        url: string;
      };
    };
    ServerHints: {
      data: components['schemas']['ServerHint'][];
    };
    ServerHost: string;
    ServersInput: {
      kind: 'imap';
      imap: components['schemas']['MailServerInput'];
      smtp: components['schemas']['MailServerInput'];
      allowNonSecureCertificate?: boolean;
    } | {
      kind: 'exchange';
      exchange: {
        url: components['schemas']['ExchangeUrl'];
      };
    };
    SessionInput: {
      token: string;
    } | {
      code: string;
    };
    SettingsCount: {
      total: number;
      failing: number;
    };
    SettingsFilter: {
      search?: string;
      kind?: components['schemas']['SettingsKind'];
      state?: 'unverified' | 'queued' | 'running' | 'passed' | 'failed';
      origin?: components['schemas']['SettingsOrigin'];
      hint?: 'shown';
    };
    SettingsKind: 'imap' | 'exchange';
    SettingsOrigin: 'admin' | 'attempt';
    SettingsSelection: {
      filter?: components['schemas']['SettingsFilter'];
      domains?: (components['schemas']['DomainName'] | components['schemas']['SelectedDomain'])[];
    };
    SourceName: 'account-settings' | 'pacc' | 'autoconfig' | 'ispdb' | 'mx' | 'mx-autoconfig' | 'mx-ispdb' | 'autodiscover' | 'srv' | 'guess';
    Stage: 'resolve' | 'connect' | 'tls' | 'greeting' | 'capability' | 'starttls' | 'request' | 'authenticate';
    StartVerificationInput: {
      credentials?: components['schemas']['CredentialsInput'];
    } | null;
    Step: {
      stage: components['schemas']['Stage'];
      state: 'passed' | 'failed' | 'skipped';
      durationMs: number;
      facts: Record<string, string | number | boolean | string[] | null>;
      failure: components['schemas']['Failure'] | null;
    };
    Summary: {
      domains: {
        total: number;
        byState: {
          unverified: number;
          queued: number;
          running: number;
          passed: number;
          failed: number;
        };
        byKind: {
          imap: number;
          exchange: number;
        };
      };
      attention: {
        kind: 'failure' | 'attempts' | 'hints';
        domain?: string;
        displayDomain?: string;
        server?: string;
        endpoint?: components['schemas']['EndpointName'];
        code?: string;
        title?: string;
        values?: components['schemas']['FailureValues'];
        field?: string;
        count: number;
        since: string;
      }[];
      certificates: {
        server: string;
        daysLeft: number;
        domains: number;
      }[];
      more: {
        failures: number;
        certificates: number;
      };
      ending: {
        kind: 'certificate-authority' | 'token';
        name: string;
        endsAt: string;
        daysLeft: number;
      }[];
      attempts: number;
      nextCheckAt: string | null;
      allowlist: {
        revision: number;
        publishedAt: string;
        isSample: boolean;
      };
      changes: {
        id: string;
        at: string;
        actor: string;
        action: string;
        subject: string;
        displaySubject?: string;
      }[];
    };
    TlsMode: 'implicit' | 'starttls';
    Token: {
      id: string;
      name: string;
      role: components['schemas']['Role'];
      createdAt: string;
      createdBy: string;
      scopes: string[] | null;
      sources: string[] | null;
      expiresAt: string | null;
      expiresSoon: boolean;
      lastUsedAt: string | null;
      lastUsedAddress: string | null;
    };
    TokenInput: {
      name: string;
      role: components['schemas']['Role'];
      expiresAt?: string | null;
      scopes?: components['schemas']['Permission'][];
      sources?: string[];
    };
    TokenRotation: {
      overlapHours?: number;
      expiresAt?: string | null;
    } | null;
    TransferFormat: 'csv' | 'ndjson';
    Trust: 'verified' | 'third-party' | 'dns' | 'guess';
    TrustInput: {
      endpoint: 'imap' | 'smtp';
      sha256: string;
    };
    Urgency: 'person' | 'import' | 'lost' | 'search';
    Vendor: {
      vendor: components['schemas']['VendorName'] | null;
      publishedVendor: string | null;
    };
    VendorInput: {
      vendor: components['schemas']['VendorName'];
    };
    VendorName: string;
    Verification: {
      id: string;
      domain: string;
      trigger: components['schemas']['VerificationTrigger'];
      revision: number | null;
      state: components['schemas']['VerificationState'];
      wait?: components['schemas']['Wait'];
      createdAt: string;
      startedAt: string | null;
      finishedAt: string | null;
      failure: components['schemas']['Failure'] | null;
      warnings: components['schemas']['Warning'][];
      endpoints: components['schemas']['EndpointReport'][];
    };
    VerificationState: 'queued' | 'running' | 'passed' | 'failed' | 'superseded';
    VerificationSummary: {
      state: 'unverified' | 'queued' | 'running' | 'passed' | 'failed';
      id: string | null;
      at: string | null;
      failure: components['schemas']['Failure'] | null;
      warnings: components['schemas']['Warning'][];
    };
    VerificationTrigger: 'save' | 'manual' | 'schedule' | 'connection' | 'try';
    Wait: {
      reason: components['schemas']['WaitReason'];
      dataCenter: string | null;
      ahead: number;
      text: string;
    };
    WaitReason: 'no-worker' | 'checks-ahead' | 'server-busy' | 'account-rests' | 'free-worker' | 'starting';
    Warning: {
      endpoint: components['schemas']['EndpointName'];
      code: 'cert-expires-soon' | 'cert-self-signed' | 'cert-unknown-ca' | 'cert-chain-incomplete' | 'cert-expired' | 'cert-not-yet-valid' | 'cert-name-mismatch' | 'exchange-unsure' | 'exchange-online-retired' | 'cert-chain-expired' | 'cert-wrong-purpose' | 'auth-not-offered' | 'auth-oauth-only' | 'auth-mechanism-unsupported' | 'server-slow' | 'tls-only-dhe';
      title: string;
      advice: string;
      values?: components['schemas']['FailureValues'];
      field: string | null;
      daysLeft?: number;
    };
    WaysIn: {
      provider: {
        host: string;
      } | null;
      acceptsTokens: boolean;
    };
    Webhook: {
      id: string;
      url: string;
      events: 'all' | components['schemas']['EventType'][];
      description: string;
      enabled: boolean;
      switchedOff: 'gone' | 'failing' | null;
      failingSince: string | null;
      createdAt: string;
      createdBy: string;
    };
    WebhookChange: {
      url?: components['schemas']['WebhookUrl'];
      events?: 'all' | components['schemas']['EventType'][];
      description?: string;
      enabled?: boolean;
    };
    WebhookDelivery: {
      id: string;
      eventId: string;
      type: 'domain.failed' | 'domain.recovered' | 'certificate.expiring' | 'certificate.changed' | 'settings.changed' | 'attempt.seen' | 'allowlist.revised' | 'webhook.test';
      domain: string | null;
      at: string;
      state: components['schemas']['DeliveryState'];
      attempts: number;
      status: number | null;
      failure: string | null;
      durationMs: number | null;
      nextAttemptAt: string | null;
      endedAt: string | null;
    };
    WebhookInput: {
      url: components['schemas']['WebhookUrl'];
      events: 'all' | components['schemas']['EventType'][];
      description?: string;
      enabled?: boolean;
    };
    WebhookSecret: {
      secret: string;
      oldSecretUntil: string;
    };
    WebhookUrl: string;
  };
}
