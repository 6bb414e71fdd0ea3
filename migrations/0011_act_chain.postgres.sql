-- The log of acts as a chain: each act has the next number and a hash that covers the hash before it and all that the act
-- says. How the hash is made stands in docs/activity-log.md.
alter table act add column number bigint;
alter table act add column hash text;
create unique index act_by_number on act (number);
create index act_by_actor on act (actor, at);

-- The end of the chain: one row. Acts from before the chain have no number; how many there are, the first hash covers.
create table act_head (
    id bigint primary key check (id = 1),
    number bigint not null,
    hash text not null,
    unnumbered bigint not null
);
insert into act_head (id, number, hash, unnumbered) select 1, 0, '', count(*) from act;

-- Acts are only ever added, at the end of the chain.
create function act_moves_head() returns trigger language plpgsql as $$
begin
    update act_head set number = new.number, hash = new.hash where id = 1 and number = new.number - 1;
    if not found or new.hash is null then
        raise exception 'an act takes the number after the head of the chain, and has a hash';
    end if;
    return new;
end
$$;
create function act_head_goes_forward() returns trigger language plpgsql as $$
begin
    if new.id is distinct from old.id or new.number is distinct from old.number + 1
        or new.unnumbered is distinct from old.unnumbered then
        raise exception 'the head of the chain moves with an act, by one';
    end if;
    return new;
end
$$;
create function act_log_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the log of acts is only ever added to: % on % is refused', tg_op, tg_table_name;
end
$$;
create trigger act_moves_head before insert on act for each row execute function act_moves_head();
create trigger act_only_grows before update or delete or truncate on act
    for each statement execute function act_log_only_grows();
create trigger act_head_goes_forward before update on act_head for each row execute function act_head_goes_forward();
create trigger act_head_stays before insert or delete or truncate on act_head
    for each statement execute function act_log_only_grows();
