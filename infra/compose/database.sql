-- Run once by the image of PostgreSQL, when it makes the cluster: Postern's role owns its database and is no superuser.
do $$
begin
  execute format('create role postern login password %L', btrim(pg_read_file('/run/secrets/database-password'), E'\n'));
end
$$;

create database postern owner postern;
