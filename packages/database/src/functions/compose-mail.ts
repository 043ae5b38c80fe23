import type { Database, EntityManager } from '../database.js';
import { preparedQuery } from '../prepared-query.js';

/** How long the first event waits for others, so that a server of many domains is one mail. */
const gatherSeconds = 30;
/** Of one server, and of one type of event that has no server, one mail is sent in this time. */
const quiet = `interval '1 hour'`;
/** When the mail of a day is sent, in UTC. */
const dailyAt = `interval '7 hours'`;
/** Domains that a mail lists of one change; of more only the number is told. */
const mostListed = 200;
/** Changes that one mail tells, what needs attention first; of more only the number is told. */
const mostGroups = 100;

/** Whether the account has a confirmed recipient and has chosen to be mailed this type of event. */
export const isMailedFunction = `
  create or replace function is_mailed(owner uuid, event_type text) returns boolean language plpgsql stable as $$
  begin
    return exists (select from mail_recipient r where r.account_id = owner and r.confirmed_at is not null)
      and exists (select from notification_settings n where n.account_id = owner
        and (n.events is null or n.events @> to_jsonb(event_type)));
  end $$;
`;

/** Keeps an event for the account's next mail. Events about the same thing count as one topic. */
export const keepForMailFunction = `
  create or replace function keep_for_mail(owner uuid, told_event uuid, about text) returns void language plpgsql as $$
  begin
    insert into mail_item (event_id, account_id, topic, due_at)
      select told_event, owner, hashtextextended(about, 0), case n.digest
        when 'hourly' then date_trunc('hour', now(), 'UTC') + interval '1 hour'
        when 'daily' then date_trunc('day', now() - ${dailyAt}, 'UTC') + interval '1 day' + ${dailyAt}
        else now() + interval '${gatherSeconds} seconds' end
      from notification_settings n where n.account_id = owner;
  end $$;
`;

/** Queues a mail for one recipient; returns the id of the delivery. */
export const queueMailFunction = `
  create or replace function queue_mail(owner uuid, told_mail uuid, receiver uuid) returns uuid language plpgsql as $$
  declare
    new_delivery uuid := time_ordered_id();
  begin
    insert into delivery (id, account_id, recipient_id, mail_id, next_attempt_at)
      values (new_delivery, owner, receiver, told_mail, now());
    insert into delivery_job (delivery_id, account_id, receiver_id, stream, data_center, kind)
      select new_delivery, owner, receiver, 0, coalesce(a.data_center, ''), 'mail' from account a where a.id = owner;
    return new_delivery;
  end $$;
`;

/**
 * Makes one mail of the events of an account that are due, and queues it for each recipient. A topic that was told within
 * the hour waits. A domain that failed and recovered meanwhile, or the other way round, is left out.
 */
export const composeMailFunction = `
  create or replace function compose_mail(owner uuid) returns void language plpgsql as $$
  declare
    new_mail uuid := time_ordered_id();
    told jsonb;
    omitted int;
  begin
    perform set_config('postern.account_id', owner::text, true);
    update mail_item i set due_at = t.told_at + ${quiet} from mail_topic t
      where i.account_id = owner and t.account_id = owner and t.topic = i.topic and i.due_at < t.told_at + ${quiet};
    if not exists (select from mail_item i where i.account_id = owner and i.due_at <= now()) then return; end if;
    with taken as (
      delete from mail_item i where i.account_id = owner and (i.due_at <= now() + interval '${gatherSeconds} seconds'
        or i.topic in (select d.topic from mail_item d where d.account_id = owner and d.due_at <= now()))
      returning i.event_id, i.topic
    ), happened as (
      select e.*, t.topic, e.type in ('domain.failed', 'domain.recovered') as is_state from taken t join event e on e.id = t.event_id
    ), ranked as (
      select h.*, row_number() over newest as place,
        last_value(h.type) over (newest rows between unbounded preceding and unbounded following) as first_type
      from happened h
      window newest as (partition by h.is_state, case when h.is_state then h.domain else h.id::text end order by h.id desc)
    ), net as (
      select * from ranked r where not r.is_state or (r.place = 1 and r.first_type = r.type
        and exists (select from mail_settings s where s.account_id = owner and s.domain = r.domain))
    ), quieted as (
      insert into mail_topic (account_id, topic, told_at) select distinct owner, n.topic, now() from net n
        on conflict (account_id, topic) do update set told_at = now()
    ), grouped as (
      select n.type, min(n.at) as at, (array_agg(n.payload order by n.id desc))[1] as payload, count(*) as times,
        count(distinct n.domain) as domain_count,
        coalesce(to_jsonb((array_agg(distinct n.domain) filter (where n.domain is not null))[1:${mostListed}]), '[]') as domains
      from net n group by n.type, case
        when n.type in ('domain.failed', 'domain.recovered') then concat(n.payload ->> 'server', ' ', n.payload ->> 'code')
        when n.type = 'certificate.changed' then concat(n.payload ->> 'server', ' ', n.payload ->> 'servedSha256')
        when n.type = 'settings.changed' and n.domain is not null then concat(n.payload ->> 'change', ' ', n.payload ->> 'actor')
        when n.type = 'attempt.seen' then '' else n.id::text end
    ), listed as (
      select * from grouped order by type in ('domain.recovered', 'settings.changed'), at, type limit ${mostGroups}
    )
    select jsonb_agg(jsonb_build_object('type', l.type, 'at', l.at, 'payload', l.payload, 'times', l.times,
        'domains', l.domains, 'domainCount', l.domain_count) order by l.at, l.type),
        (select count(*) from grouped) - count(*)
      into told, omitted from listed l;
    if told is null then return; end if;
    insert into mail (id, account_id, purpose, groups, left_out) values (new_mail, owner, 'events', told, omitted);
    perform queue_mail(owner, new_mail, r.id) from mail_recipient r
      where r.account_id = owner and r.confirmed_at is not null;
  end $$;
`;

/** Makes the mails of all accounts that are due. Of several workers one at a time makes those of an account. */
export const composeMailsFunction = `
  create or replace function compose_mails() returns void language plpgsql as $$
  declare
    owner uuid;
  begin
    for owner in select distinct i.account_id from mail_item i where i.due_at <= now() loop
      if pg_try_advisory_xact_lock(hashtextextended('mail ' || owner, 0)) then perform compose_mail(owner); end if;
    end loop;
  end $$;
`;

/** Makes the mails that are due. A worker calls it only if mail is set up. */
export async function composeMails(database: Database): Promise<void> {
  await preparedQuery(database, { name: 'compose-mails', text: 'select compose_mails()' }, []);
}

/** Queues the mail with which a recipient confirms that mails are wanted. */
export async function queueConfirmation(
  em: EntityManager,
  accountId: string,
  recipientId: string,
): Promise<void> {
  await em.execute(
    `with made as (insert into mail (id, account_id, purpose, groups) values (time_ordered_id(), ?, 'confirmation', '[]') returning id)
     select queue_mail(?, made.id, ?) from made`,
    [accountId, accountId, recipientId],
  );
}
