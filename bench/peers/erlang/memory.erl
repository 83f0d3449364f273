%% SPDX-License-Identifier: Apache-2.0
%% A mailbox of two million, and idle processes.
-module(memory).

-export([mailbox/1, idle/1]).

%% ---- a mailbox of two million

mailbox(Row) -> bench:watched(Row, fun() -> mailbox_round(Row, bench:scaled(2000000)) end).

mailbox_round(Row, N) ->
    Main = {self(), Round = make_ref()},
    Gate = atomics:new(1, []),
    Held = actors:start(fun() -> held(Gate, N, Main) end, [{message_queue_data, off_heap}]),
    Held ! hold,
    held = actors:part(Round),
    erlang:suspend_process(Held),
    {_, Filling, FillCpu} = bench:timed(fun() -> fill(Held, 0, N) end),
    atomics:put(Gate, 1, 1),
    {Sum, Draining, DrainCpu} = bench:timed(fun() ->
        erlang:resume_process(Held),
        actors:part(Round)
    end),
    bench:check(Row, Sum, messages:sum_below(N)),
    bench:result("mbox_enqueue", N / Filling, "msg/s"),
    bench:result("mbox_enqueue_cpu", FillCpu / N * 1.0e6, "s/M"),
    bench:result("mbox_drain", N / Draining, "msg/s"),
    bench:result("mbox_drain_cpu", DrainCpu / N * 1.0e6, "s/M").

fill(_Held, N, N) ->
    ok;
fill(Held, Number, N) ->
    Held ! Number,
    fill(Held, Number + 1, N).

held(Gate, N, {Pid, Round} = Main) ->
    receive
        hold ->
            Pid ! {Round, held},
            until_open(Gate),
            drain(N, 0, Main)
    end.

%% A process that waited here would wake at each message that comes, and one that spins would take
%% processor time that no other peer's held actor takes: so it spins, and is suspended.
until_open(Gate) ->
    case atomics:get(Gate, 1) of
        0 -> until_open(Gate);
        1 -> ok
    end.

drain(0, Sum, {Pid, Round}) ->
    Pid ! {Round, Sum};
drain(Left, Sum, Main) ->
    receive
        Number -> drain(Left - 1, Sum + Number, Main)
    end.

%% ---- idle processes

idle(Row) -> bench:watched(Row, fun() -> idle_round(Row, bench:scaled(100000)) end).

idle_round(Row, N) ->
    Few = idle_actors(Row, 1000),
    Before = used(Few),
    Pids = idle_actors(Row, N),
    After = used(Pids),
    bench:result(Row, (After - Before) / N, "B/actor"),
    actors:stop(Few ++ Pids).

%% Processes that have all handled a message.
idle_actors(Row, N) ->
    Main = {self(), Round = make_ref()},
    Pids = [actors:start(fun() -> idler(Number, Main) end) || Number <- lists:seq(1, N)],
    [Pid ! {add, 1} || Pid <- Pids],
    Sums = actors:parts({Round, N}),
    bench:check(Row, lists:sum(Sums), messages:sum_below(N + 1) + N),
    Pids.

idler(Sum, {Pid, Round} = Main) ->
    receive
        {add, Number} ->
            Pid ! {Round, Sum + Number},
            idler(Sum + Number, Main)
    end.

used(Pids) ->
    [erlang:garbage_collect(Pid) || Pid <- [self() | Pids]],
    erlang:memory(total).
