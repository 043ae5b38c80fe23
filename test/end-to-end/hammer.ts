import { Agent, get, type IncomingMessage } from 'node:http';

/** One answer, or the error that came in its place. */
export type Hit = {
  /** Milliseconds since the hammering began. */
  readonly at: number;
  readonly status: number | string;
  readonly retryAfter: string | undefined;
};

export type Hammer = {
  readonly hits: readonly Hit[];
  /** Answers with 200 per second within the last `windowMs`. */
  rate(windowMs: number): number;
  /** Lets the last requests end. */
  stop(): Promise<void>;
};

/** Asks for one address without pause on `connections` connections, and keeps what came back. */
export function startHammer(url: string, token: string, connections: number): Hammer {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const started = performance.now();
  const hits: Hit[] = [];
  let isStopped = false;
  const lane = async (): Promise<void> => {
    while (!isStopped) {
      const { status, retryAfter } = await ask(url, token, agent);
      hits.push({ at: performance.now() - started, status, retryAfter });
    }
  };
  const lanes = Array.from({ length: connections }, lane);
  return {
    hits,
    rate(windowMs) {
      const since = performance.now() - started - windowMs;
      const count = hits.filter(({ at, status }) => at > since && status === 200).length;
      return (count * 1000) / windowMs;
    },
    async stop() {
      isStopped = true;
      await Promise.all(lanes);
      agent.destroy();
    },
  };
}

function ask(url: string, token: string, agent: Agent): Promise<Omit<Hit, 'at'>> {
  return new Promise((resolve) => {
    const request = get(
      url,
      { agent, headers: { authorization: `Bearer ${token}` } },
      (answer: IncomingMessage) => {
        answer
          .resume()
          .on('end', () =>
            resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }),
          );
      },
    );
    request.on('error', (error: Error & { code?: string }) =>
      resolve({ status: error.code ?? error.message, retryAfter: undefined }),
    );
  });
}
