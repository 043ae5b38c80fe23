/** Where a discovery found the servers of settings (`Discovered` of core). */
export const provenanceSchema = `
  -- Null if somebody entered the servers.
  alter table mail_settings add discovered jsonb;
  -- Its result has a column more.
  drop function if exists populate(bytea[], uuid[], text[]);
`;
