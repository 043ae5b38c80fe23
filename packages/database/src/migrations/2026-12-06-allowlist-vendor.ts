/**
 * One row once it is set: the name under which the customers of this installation know its operator. Lists that are
 * published carry it (`allowlist-vendor.ts`). An installation that has published a list with a name keeps that name.
 */
export const allowlistVendorSchema = `
  create table allowlist_vendor (
    id boolean primary key default true check (id),
    name text not null,
    -- The token of the operator; null for the command line and for the name of a list that was published before.
    set_by uuid,
    set_at timestamptz(3) not null default now()
  );
  insert into allowlist_vendor (name, set_at)
    select document::json->>'vendor', published_at from allowlist_revision
    where revision = (select max(revision) from allowlist_revision) and document::json->>'vendor' <> 'Postern';
`;
