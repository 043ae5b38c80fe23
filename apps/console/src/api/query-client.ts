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
  },
});

function mayPass(status: number): boolean {
  return status === 0 || status === 502 || status === 503;
}
