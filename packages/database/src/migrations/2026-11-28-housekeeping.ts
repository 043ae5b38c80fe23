/**
 * One row: when housekeeping was last begun, so that one process of all does it, and when it was last finished without an
 * error, which the metrics show.
 */
export const housekeepingSchema = `
  create table housekeeping_run (
    id boolean primary key default true check (id),
    begun_at timestamptz(3) not null,
    succeeded_at timestamptz(3)
  );
`;
