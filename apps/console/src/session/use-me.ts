import type { Permission } from '@postern/core/permission';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api } from '../api/client';

/** Who is signed in, with the permissions that the API grants the role. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/me', { signal })),
  staleTime: 60_000,
});

/** The signed-in caller; to be used only within the shell, whose route has loaded it. */
export function useMe() {
  const { data } = useSuspenseQuery(meQuery);
  return { ...data, may: (permission: Permission) => data.permissions.includes(permission) };
}
export type Me = ReturnType<typeof useMe>;
