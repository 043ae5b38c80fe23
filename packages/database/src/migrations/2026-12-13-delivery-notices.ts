/** Each commit that queues a delivery wakes the workers, which listen (`listen.ts`). */
export const deliveryNoticesSchema = `
  create function notify_deliveries() returns trigger language plpgsql as $$
  begin
    perform pg_notify('postern_deliveries', '');
    return null;
  end $$;
  create trigger notify_queued after insert on delivery_job for each statement execute function notify_deliveries();
`;
