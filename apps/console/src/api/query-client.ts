import { ProblemError } from '@postern/client/problem-error';
import { QueryClient } from '@tanstack/react-query';

/** Answers are fresh for two seconds; only what may pass by itself is asked again. */
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
