import type { EventType } from '@postern/core/event';
import type { EndpointReport, Failure } from '@postern/core/verification';
import type { EntityManager } from '../database.js';

/**
 * A UUID of version 7 with a fraction of a millisecond after the time (RFC 9562 §6.2, method 3). All ids of events and
 * deliveries are made here, so that they sort by the clock of PostgreSQL and not by the clocks of several machines.
 */
export const timeOrderedIdFunction = `
  create or replace function time_ordered_id() returns uuid language plpgsql as $$
  declare
    micros bigint := extract(epoch from clock_timestamp()) * 1000000;
  begin
    return (lpad(to_hex(micros / 1000), 12, '0') || '7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
      || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid;
  end $$;
`;

/** Whether a webhook or a mail of the account tells events of this type. Without one, nothing is written. */
export const hearsEventFunction = `
  create or replace function hears_event(owner uuid, event_type text) returns boolean language plpgsql stable as $$
  begin
    return exists (select 1 from webhook w where w.account_id = owner and w.is_enabled
      and (w.events is null or w.events @> to_jsonb(event_type))) or is_mailed(owner, event_type);
  end $$;
`;

/**
 * Writes an event and its deliveries, in the transaction of its cause. The account must be named before the call. The
 * rows of a domain are written while its settings are locked, so the ids of its deliveries have the order of its events.
 */
export const recordEventFunction = `
  create or replace function record_event(owner uuid, event_type text, about text, details jsonb) returns void
  language plpgsql as $$
  declare
    new_event uuid;
  begin
    if not hears_event(owner, event_type) then return; end if;
    new_event := time_ordered_id();
    insert into event (id, account_id, type, domain, payload) values (new_event, owner, event_type, about, details);
    perform queue_delivery(owner, new_event, about, w.id) from webhook w
      where w.account_id = owner and w.is_enabled and (w.events is null or w.events @> to_jsonb(event_type));
    if is_mailed(owner, event_type) then
      perform keep_for_mail(owner, new_event, coalesce(details ->> 'server', about, event_type));
    end if;
  end $$;
`;

/** Queues the delivery of an event to one webhook; returns its id. */
export const queueDeliveryFunction = `
  create or replace function queue_delivery(owner uuid, told_event uuid, about text, receiver uuid) returns uuid
  language plpgsql as $$
  declare
    new_delivery uuid := time_ordered_id();
  begin
    insert into delivery (id, account_id, webhook_id, event_id, next_attempt_at)
      values (new_delivery, owner, receiver, told_event, now());
    insert into delivery_job (delivery_id, account_id, receiver_id, stream, data_center)
      select new_delivery, owner, receiver, hashtextextended(coalesce(about, ''), 0), coalesce(a.data_center, '')
      from account a where a.id = owner;
    return new_delivery;
  end $$;
`;

/**
 * Records that Postern has switched a webhook off. No webhook is told, but every recipient of the account, whatever its
 * events: a token has no email address, so the person who made the webhook is told as one of them.
 */
export const recordSwitchedOffFunction = `
  create or replace function record_switched_off(receiver uuid) returns void language plpgsql as $$
  declare
    new_event uuid := time_ordered_id();
    off record;
  begin
    select w.* into off from webhook w where w.id = receiver;
    if not exists (select from mail_recipient r where r.account_id = off.account_id and r.confirmed_at is not null) then
      return;
    end if;
    insert into event (id, account_id, type, payload) values (new_event, off.account_id, 'webhook.switched-off',
      jsonb_build_object('webhookId', off.id, 'origin', substring(off.url from '^https://[^/?#]+'), 'reason', off.switched_off,
        'description', off.description, 'createdBy', off.created_by));
    perform keep_for_mail(off.account_id, new_event, 'webhook ' || off.id);
  end $$;
`;

/** Writes an event unless the account was told the same fact before; nothing is noted while nobody hears it. */
export const recordEventOnceFunction = `
  create or replace function record_event_once(owner uuid, what text, event_type text, about text, details jsonb)
  returns void language plpgsql as $$
  begin
    if not hears_event(owner, event_type) then return; end if;
    insert into told_once (account_id, fact) values (owner, what) on conflict do nothing;
    if found then perform record_event(owner, event_type, about, details); end if;
  end $$;
`;

/**
 * Records that settings were created or changed: \`rows\` as save_mail_settings receives them. The names of the changed
 * fields are told, such as \`imap.host\`.
 */
export const recordSavesFunction = `
  create or replace function record_saves(owner uuid, actor text, rows jsonb) returns void language plpgsql as $$
  begin
    if not hears_event(owner, 'settings.changed') then return; end if;
    perform record_event(owner, 'settings.changed', r ->> 'domain', jsonb_build_object(
        'change', case when (r -> 'revision')::int = 1 then 'created' else 'updated' end, 'actor', actor,
        'revision', r -> 'revision', 'fields', changed_fields(r -> 'before', r -> 'servers')))
      from jsonb_array_elements(rows) r;
  end $$;
`;

/** The paths of the fields of settings that differ, sorted. */
export const changedFieldsFunction = `
  create or replace function changed_fields(before jsonb, after jsonb) returns jsonb language sql immutable as $$
    with leaf as (
      select side.n, field.key || coalesce('.' || part.key, '') as path, coalesce(part.value, field.value) as value
      from (values (1, before), (2, after)) side (n, settings)
      cross join jsonb_each(case when jsonb_typeof(side.settings) = 'object' then side.settings - 'origin' else '{}' end) field
      left join jsonb_each(case when jsonb_typeof(field.value) = 'object' then field.value else '{}' end) part on true
    )
    select coalesce(jsonb_agg(path order by path collate "C"), '[]') from (
      select path from leaf group by path having count(*) = 1 or count(distinct value) = 2) changed
  $$;
`;

/**
 * Records how the outcome of a domain has changed: it fails since now, or no longer. \`endpoints\` is the report of the
 * measurement. A certificate that took the place of a pinned one is told once.
 */
export const recordOutcomeFunction = `
  create or replace function record_outcome(
    owner uuid, about text, verification uuid, failure jsonb, endpoints jsonb, failed_since timestamptz
  ) returns void language plpgsql as $$
  declare
    served text;
    pinned text;
    server text;
  begin
    if failure is null then
      perform record_event(owner, 'domain.recovered', about, jsonb_build_object('verificationId', verification,
        'downtimeSeconds', extract(epoch from now() - failed_since)::int,
        'server', (select e.payload -> 'server' from event e where e.account_id = owner and e.domain = about
          and e.type = 'domain.failed' order by e.id desc limit 1)));
      return;
    end if;
    select concat(e ->> 'host', ':', e ->> 'port'), e #>> '{certificate,sha256}' into server, served
      from jsonb_array_elements(endpoints) e where e ->> 'endpoint' = failure ->> 'endpoint' limit 1;
    if failed_since is null then
      perform record_event(owner, 'domain.failed', about, jsonb_build_object('verificationId', verification, 'server', server,
        'endpoint', failure -> 'endpoint', 'code', failure -> 'code', 'title', failure -> 'title',
        'advice', failure -> 'advice', 'field', failure -> 'field'));
    end if;
    if failure ->> 'code' = 'cert-changed' and hears_event(owner, 'certificate.changed') then
      pinned := (select p.sha256 from certificate_pin p where p.account_id = owner and p.domain = about
        and p.endpoint = failure ->> 'endpoint' order by p.pinned_at desc limit 1);
      perform record_event_once(owner, concat_ws(' ', 'certificate.changed', about, failure ->> 'endpoint', served),
        'certificate.changed', about, jsonb_build_object('verificationId', verification, 'server', server,
          'endpoint', failure -> 'endpoint', 'pinnedSha256', pinned, 'servedSha256', served));
    end if;
  end $$;
`;

/**
 * Records an event of the whole installation for each account of one data centre ('' for accounts without one) with a
 * webhook that receives it; with \`what\`, once. The caller acts as an operator, who sees the accounts.
 */
export const recordForDataCenterFunction = `
  create or replace function record_for_data_center(home text, event_type text, what text, details jsonb) returns void
  language plpgsql as $$
  declare
    owner uuid;
  begin
    for owner in select a.id from account a where coalesce(a.data_center, '') = home loop
      perform set_config('postern.account_id', owner::text, true);
      if what is null then
        perform record_event(owner, event_type, null, details);
      else
        perform record_event_once(owner, what, event_type, null, details);
      end if;
    end loop;
  end $$;
`;

/** Records an event of an account in the caller's transaction; nothing is written if none of its webhooks receives it. */
export async function recordEvent(
  em: EntityManager,
  accountId: string,
  { type, domain, payload }: { type: EventType; domain: string | null; payload: object },
): Promise<void> {
  await em.execute('select record_event(?, ?, ?, ?::jsonb)', [
    accountId,
    type,
    domain,
    JSON.stringify(payload),
  ]);
}

/** Like `recordEvent`, unless the account was told the same `fact` before. */
export async function recordEventOnce(
  em: EntityManager,
  accountId: string,
  fact: string,
  { type, domain, payload }: { type: EventType; domain: string | null; payload: object },
): Promise<void> {
  await em.execute('select record_event_once(?, ?, ?, ?, ?::jsonb)', [
    accountId,
    fact,
    type,
    domain,
    JSON.stringify(payload),
  ]);
}

/** Records that a domain fails since this verification, or no longer; `failedSince` is null if it did not fail before. */
export async function recordOutcome(
  em: EntityManager,
  { accountId, domain }: { readonly accountId: string; readonly domain: string },
  outcome: {
    readonly id: string;
    readonly failure: Failure | null;
    readonly endpoints: readonly EndpointReport[];
    readonly failedSince: Date | null;
  },
): Promise<void> {
  const { id, failure, endpoints, failedSince } = outcome;
  await em.execute('select record_outcome(?, ?, ?, ?::jsonb, ?::jsonb, ?)', [
    accountId,
    domain,
    id,
    failure === null ? null : JSON.stringify(failure),
    JSON.stringify(endpoints),
    failedSince,
  ]);
}

/** A change of settings that many are told of at once: what `record_saves` reads of a row. */
type ToldSave = {
  readonly domain: string;
  readonly revision: number;
  readonly before: object | null;
  readonly servers: object;
};

/** Records an event for each of these changes of settings, which `saveManySettings` does not. */
export async function recordSaves(
  em: EntityManager,
  accountId: string,
  actor: string,
  saves: readonly ToldSave[],
): Promise<void> {
  await em.execute('select record_saves(?, ?, ?::jsonb)', [accountId, actor, JSON.stringify(saves)]);
}

/** Records an event of the same type for each of these domains. */
export async function recordEvents(
  em: EntityManager,
  accountId: string,
  type: EventType,
  events: readonly { readonly domain: string; readonly payload: object }[],
): Promise<void> {
  await em.execute(
    `select record_event(?, ?, r ->> 'domain', r -> 'payload') from jsonb_array_elements(?::jsonb) r`,
    [accountId, type, JSON.stringify(events)],
  );
}
