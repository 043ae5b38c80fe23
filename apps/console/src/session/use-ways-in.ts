import { answerOf } from '@postern/client/postern-client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';

/** How a browser can sign in here: with a token, through a provider, or both. Until it is known, with a token. */
export function useWaysIn() {
  const { data } = useQuery({
    queryKey: ['ways-in'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/session', { signal })),
    staleTime: Infinity,
  });
  return data ?? { provider: null, acceptsTokens: true };
}
