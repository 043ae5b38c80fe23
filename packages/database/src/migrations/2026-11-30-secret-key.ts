/**
 * One row: the fingerprint of the secret key that seals, so that a process with another key is refused at its start. It is
 * an HMAC, from which the key cannot be found.
 */
export const secretKeySchema = `
  create table secret_key (
    id boolean primary key default true check (id),
    fingerprint text not null,
    used_since timestamptz(3) not null default now()
  );
`;
