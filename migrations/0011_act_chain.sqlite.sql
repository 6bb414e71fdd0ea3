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
create trigger act_is_next before insert on act begin
    select raise(abort, 'an act takes the number after the head of the chain, and has a hash')
    where new.hash is null or new.number is not (select number + 1 from act_head where id = 1);
    -- `insert or replace` would take the old act away, and no trigger would see it.
    select raise(abort, 'acts are never replaced') where exists (select 1 from act where id = new.id);
end;
create trigger act_moves_head after insert on act begin
    update act_head set number = new.number, hash = new.hash where id = 1;
end;
create trigger act_is_not_changed before update on act begin
    select raise(abort, 'acts are never changed');
end;
create trigger act_is_not_deleted before delete on act begin
    select raise(abort, 'acts are never deleted');
end;
create trigger act_head_goes_forward before update on act_head
when new.id is not old.id or new.number is not old.number + 1 or new.unnumbered is not old.unnumbered begin
    select raise(abort, 'the head of the chain moves with an act, by one');
end;
create trigger act_head_is_not_added before insert on act_head begin
    select raise(abort, 'the chain has one head');
end;
create trigger act_head_is_not_deleted before delete on act_head begin
    select raise(abort, 'the head of the chain is never deleted');
end;
