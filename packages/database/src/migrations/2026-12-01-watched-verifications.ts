/** Steps of a running verification are written only while somebody reads it (`functions/store-progress.ts`). */
export const watchedVerifications = `
  -- Until when its reader is expected to read it again; null if nobody has read it before its end.
  alter table verification_job add watched_until timestamptz(3);
`;
