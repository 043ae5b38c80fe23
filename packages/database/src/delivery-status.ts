import type { Database } from './database.js';
import { preparedQuery } from './prepared-query.js';

/** Deliveries of one kind that are still to be sent. */
type DeliveryStatus = {
  readonly kind: 'webhook' | 'mail';
  /** Never tried yet, at most 10,000. */
  readonly waiting: number;
  /** Their newest attempt failed, and another one follows; at most 10,000. */
  readonly failing: number;
  /** For how long the one that is due the longest has waited, in seconds; 0 if none is due. */
  readonly oldestSeconds: number;
};

const statement = {
  name: 'delivery-status',
  text: `select k.kind, count(j.next_at) filter (where j.attempts = 0)::int as waiting,
      count(j.next_at) filter (where j.attempts > 0)::int as failing,
      greatest(0, coalesce(extract(epoch from now() - min(j.next_at)), 0))::float8 as "oldestSeconds"
    from (values ('webhook'), ('mail')) k (kind)
    left join lateral (select next_at, attempts from delivery_job d where d.kind = k.kind limit 10000) j on true
    group by k.kind order by k.kind`,
};

/** Counts the deliveries of all accounts that are still to be sent. */
export function readDeliveryStatus(database: Database): Promise<DeliveryStatus[]> {
  return preparedQuery<DeliveryStatus>(database, statement, []);
}
