/**
 * One attack of the neighbours benchmark, in a process of its own at a low priority: a real attacker takes no
 * processor time from the api. Arguments: the name, the address of the api, a token of the account, the id of a verification
 * that waits, and the attack's share of its full size. Prints `begun` as soon as every connection has had an answer, or
 * after 10 s; the end of standard input ends the attack, and the process prints the number of requests by status.
 */
import { csvColumns } from '@postern/core/settings-transfer';
import { getPriority, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const mebibyte = 1024 * 1024;

type Target = {
  readonly url: string;
  readonly token: string;
  readonly verificationId: string;
  readonly share: number;
};
type Call = {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
};
type Attack = {
  readonly connections: number;
  /** Whether the requests have the token of the account. */
  readonly isKnown: boolean;
  call(target: Target, index: number): Call;
};

const json = (method: string, path: string, body: object): Call => ({
  method,
  path,
  type: 'application/json',
  body: JSON.stringify(body),
});
const imported = (body: string): Call => ({
  method: 'POST',
  path: '/v1/mail-settings/import',
  type: 'text/csv',
  body,
});
const exchange = (url: string) => ({ kind: 'exchange', exchange: { url } });

/** What an account, or somebody without one, does all the time, by name. */
export const neighbourAttacks: Readonly<Record<string, Attack>> = {
  'empty-cells': attack(4, () => imported(`${csvColumns.join()}\r\n${','.repeat(8 * mebibyte)}\r\n`)),
  terraform: attack(4, () => json('POST', '/v1/firewall/terraform-aws', {})),
  match: attack(4, () =>
    json('POST', '/v1/firewall/match', {
      source: '54.174.62.196',
      destination: 'd7.example.com',
      port: 993,
    }),
  ),
  changes: attack(4, () => ({ method: 'GET', path: '/v1/allowlist/changes?since=0' })),
  imports: attack(31, ({ share }, index) => imported(csvOf(index % 31 === 0 ? 20_000 * share : 1, index))),
  export: attack(4, () => ({ method: 'GET', path: '/v1/mail-settings/export' })),
  search: attack(16, (_, index) => ({ method: 'GET', path: `/v1/mail-settings?search=${index % 100}-x` })),
  saves: attack(8, (_, index) =>
    json('POST', '/v1/mail-settings', {
      domain: `saved${process.pid}-${index}.example.com`,
      ...exchange('https://127.0.0.1:9/EWS/Exchange.asmx'),
    }),
  ),
  tokens: attack(8, (_, index) => json('POST', '/v1/tokens', { name: `Token ${index}`, role: 'member' })),
  streams: attack(2000, ({ verificationId }) => ({
    method: 'GET',
    path: `/v1/verifications/${verificationId}/events`,
  })),
  'bodies of strangers': stranger(6, () =>
    json('POST', '/v1/mail-settings', { domain: 'a'.repeat(mebibyte) }),
  ),
  'failed sign-ins': stranger(16, (_, index) => json('POST', '/v1/session', { token: `postern_${index}` })),
  'the API description': stranger(64, () => ({ method: 'GET', path: '/openapi.json' })),
};

function attack(connections: number, call: Attack['call']): Attack {
  return { connections, isKnown: true, call };
}

function stranger(connections: number, call: Attack['call']): Attack {
  return { connections, isKnown: false, call };
}

function csvOf(rows: number, index: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    return `i${index}-${row}.example.com,exchange,,,,,,,,https://mail.example.com/EWS/Exchange.asmx`;
  });
  return [csvColumns.join(), ...lines, ''].join('\r\n');
}

async function main([name = '', url = '', token = '', verificationId = '', share = '1']: readonly string[]) {
  setPriority(Math.min(19, getPriority() + 10));
  const target = { url, token, verificationId, share: Number(share) };
  const { connections } = neighbourAttacks[name]!;
  const lanes = Math.max(1, Math.round(connections * Math.min(1, target.share * 4)));
  const statuses: Record<string, number> = {};
  const stop = new AbortController();
  process.stdin.resume().once('end', () => stop.abort());
  let next = 0;
  const answered = Array.from({ length: lanes }, () => Promise.withResolvers<void>());
  const all = answered.map(async (first) => {
    while (!stop.signal.aborted) {
      const isOk = await request(neighbourAttacks[name]!, target, next++, stop.signal, (status) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
        first.resolve();
      });
      // Whoever is refused tries again, but not without any pause.
      if (!isOk) await delay(10);
    }
  });
  await Promise.race([
    Promise.all(answered.map(({ promise }) => promise)),
    delay(10_000, undefined, { ref: false }),
  ]);
  console.log('begun');
  await Promise.all(all);
  console.log(JSON.stringify(statuses));
}

/** Sends one request; resolves to whether it was answered well to its end. `onStatus` gets the status when it is there. */
async function request(
  { isKnown, call }: Attack,
  target: Target,
  index: number,
  signal: AbortSignal,
  onStatus: (status: number) => void,
): Promise<boolean> {
  const { method, path, type, body } = call(target, index);
  const headers = {
    ...(isKnown && { authorization: `Bearer ${target.token}` }),
    ...(type !== undefined && { 'content-type': type }),
  };
  try {
    const answer = await fetch(target.url + path, {
      method,
      headers,
      signal,
      ...(body !== undefined && { body }),
    });
    onStatus(answer.status);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false; // The api may close a connection whose body it does not read, and the end of the attack closes all.
  }
}

if (import.meta.main) await main(process.argv.slice(2));
