/**
 * The headers of draft-ietf-httpapi-ratelimit-headers: a policy of `quota` calls in `windowSeconds`, of which `left` are
 * left for the next `seconds`.
 */
export function rateLimitHeaders(
  policy: string,
  { quota, windowSeconds }: { readonly quota: number; readonly windowSeconds: number },
  { left, seconds }: { readonly left: number; readonly seconds: number },
): Record<string, string> {
  return {
    'ratelimit-policy': `"${policy}";q=${quota};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=${left};t=${seconds}`,
  };
}
