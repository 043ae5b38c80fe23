import { ProblemError } from '@postern/client/problem-error';
import { QueryClient } from '@tanstack/react-query';

/** An answer is reused for two seconds. A failed query is repeated only if the cause may pass: no network, 502 or 503. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ProblemError && mayPass(error.problem.status),
    },
    // Without a network a write fails at once. TanStack Query's default waits and sends it later, after the person left.
    mutations: { networkMode: 'always' },
  },
});

function mayPass(status: number): boolean {
  return status === 0 || status === 502 || status === 503;
}
