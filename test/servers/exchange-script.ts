import type { Script } from './scripted-server.js';

/** An HTTP response that a scripted server sends. */
export type CannedAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
};

/**
 * Returns the script of an EWS server, which answers each request by its method and path, and by its Basic login
 * or Bearer token if the request has one.
 */
export function exchangeScript(
  answer: (request: { method: string; path: string; login: string | null }) => CannedAnswer,
): Script {
  return async (wire) => {
    for (;;) {
      const head = await wire.readUntil('\r\n\r\n');
      const [, method = '', path = ''] = /^(\S+) (\S+)/.exec(head) ?? [];
      const [, scheme = '', secret = null] = /^authorization: (basic|bearer) (\S+)/im.exec(head) ?? [];
      const isBasic = scheme.toLowerCase() === 'basic' && secret !== null;
      const login = isBasic ? Buffer.from(secret, 'base64').toString('utf8') : secret;
      const answered = answer({ method, path, login });
      if (login !== null && answered.status === 401) wire.countRefusal();
      wire.sendRaw(format(answered));
    }
  };
}

/** The response of Exchange 2019 to a request without a login, with all its headers. */
export const onPremisesChallenge: CannedAnswer = {
  status: 401,
  headers: {
    server: 'Microsoft-IIS/10.0',
    'www-authenticate': ['Negotiate', 'NTLM', 'Basic realm="mail.example.com"'],
    'x-owa-version': '15.2.1544.4',
    'x-feserver': 'INTERNAL-EX01',
  },
};

/** The response of Exchange to GetFolder for an inbox. */
export const inboxFound: CannedAnswer = {
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body:
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
    '<m:GetFolderResponse><m:ResponseMessages><m:GetFolderResponseMessage ResponseClass="Success">' +
    '<m:ResponseCode>NoError</m:ResponseCode></m:GetFolderResponseMessage></m:ResponseMessages></m:GetFolderResponse></s:Body></s:Envelope>',
};

function format({ status, headers = {}, body = '' }: CannedAnswer): string {
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  return [`HTTP/1.1 ${status} said so`, ...lines, `content-length: ${body.length}`, '', body].join('\r\n');
}
