%% SPDX-License-Identifier: Apache-2.0
%% Runs the rows that are its arguments.
-module(rows).

-export([main/0]).

main() ->
    logger:set_primary_config(level, none),
    Rows = init:get_plain_arguments(),
    {_Pid, Monitor} = spawn_monitor(fun() -> lists:foreach(fun run/1, Rows) end),
    receive
        {'DOWN', Monitor, process, _, normal} -> halt(0);
        {'DOWN', Monitor, process, _, Why} -> bench:fail("~p: ~p", [Rows, Why])
    end.

run(Row = "pingpong1") -> messages:pingpong(Row, 1, 4000000);
run(Row = "pingpong64") -> messages:pingpong(Row, 64, 200000);
run(Row = "fanin1") -> messages:fan(Row, 1, 1, 500, 20000000);
run(Row = "fanin4") -> messages:fan(Row, 4, 1, 500, 4000000);
run(Row = "fanin64") -> messages:fan(Row, 64, 1, 500, 250000);
run(Row = "tell_ext") -> messages:tell(Row);
run(Row = "fanout256") -> messages:fan(Row, 1, 256, 2, 60000);
run(Row = "ring1000") -> messages:ring(Row);
run(Row = "spawn") -> life:spawn(Row);
run(Row = "blocked") -> life:blocked(Row);
run(Row = "ask_in") -> asks:inside(Row, 1, 4000000);
run(Row = "ask_in64") -> asks:inside(Row, 64, 100000);
run(Row = "ask_ext") -> asks:outside(Row);
run(Row = "work64") -> loads:work(Row);
run(Row = "payload64k") -> loads:payload(Row);
run(Row = "mbox") -> memory:mailbox(Row);
run(Row = "idle_mem") -> memory:idle(Row);
run(Row = "lat_burst") -> latency:burst(Row);
run(Row = "lat_load") -> beside(fun() -> latency:load(Row) end);
run(Row) -> bench:fail("~s: no such row", [Row]).

%% A main process that spins needs a scheduler of its own.
beside(Fun) ->
    Online = erlang:system_flag(schedulers_online, max(2, bench:workers())),
    Fun(),
    erlang:system_flag(schedulers_online, Online).
