%% SPDX-License-Identifier: Apache-2.0
%% Processes that come and go, and processes that block.
-module(life).

-export([spawn/1, blocked/1]).
-compile({no_auto_import, [spawn/1]}).

-define(BLOCKS, 25).

%% ---- spawn, one message, stop

spawn(Row) -> rounds:rate(Row, "actors/s", 3000000, 1, fun(N) -> spawn_round(Row, N) end).

spawn_round(Row, N) ->
    Main = {self(), Round = make_ref()},
    Spawner = actors:start(fun() -> spawner(0, 0, 0, N, Main) end),
    {Sum, Seconds, Cpu} = bench:timed(fun() ->
        Spawner ! turn,
        actors:part(Round)
    end),
    bench:check(Row, Sum, messages:sum_below(N)),
    {Seconds, Cpu}.

spawner(_Spawned, N, Sum, N, {Pid, Round}) ->
    Pid ! {Round, Sum};
spawner(Spawned, Answered, Sum, N, Main) ->
    receive
        {answer, Number} ->
            spawner(Spawned, Answered + 1, Sum + Number, N, Main);
        turn ->
            Until = min(N, Spawned + 500),
            spawn_some(Spawned, Until),
            Until < N andalso (self() ! turn),
            spawner(Until, Answered, Sum, N, Main)
    end.

spawn_some(Until, Until) ->
    ok;
spawn_some(Number, Until) ->
    Parent = self(),
    Child = erlang:spawn(fun() -> child(Parent) end),
    Child ! Number,
    spawn_some(Number + 1, Until).

child(Parent) ->
    receive
        Number -> Parent ! {answer, Number}
    end.

%% ---- blocked

blocked(Row) -> bench:watched(Row, fun() -> blocked_round(Row) end).

blocked_round(Row) ->
    Main = {self(), Round = make_ref()},
    Sleepers = [sleeper(Main) || _ <- lists:seq(1, 2 * bench:workers())],
    Shown = atomics:new(1, []),
    [A, B] = [rallier(Shown), rallier(Shown)],
    A ! {meet, B},
    B ! {meet, A},
    {Sums, Seconds, _Cpu} = bench:timed(fun() ->
        [Pid ! Number || Number <- lists:seq(1, ?BLOCKS), Pid <- Sleepers],
        A ! 1,
        actors:parts({Round, length(Sleepers)})
    end),
    Ball = atomics:get(Shown, 1),
    actors:stop([A, B]),
    [bench:check(Row, Sum, messages:sum_below(?BLOCKS + 1)) || Sum <- Sums],
    bench:result("blocked_pingpong", Ball / 2 / Seconds, "rt/s"),
    bench:result("blocked_time", Seconds * 1.0e3, "ms").

sleeper(Main) -> actors:start(fun() -> sleep(?BLOCKS, 0, Main) end).

sleep(0, Sum, {Pid, Round}) ->
    Pid ! {Round, Sum};
sleep(Left, Sum, Main) ->
    receive
        Number ->
            timer:sleep(10),
            sleep(Left - 1, Sum + Number, Main)
    end.

%% Plays ping-pong without end and shows how far the number has come.
rallier(Shown) ->
    actors:start(fun() ->
        receive
            {meet, Peer} -> rally(Peer, Shown)
        end
    end).

rally(Peer, Shown) ->
    receive
        Number ->
            atomics:put(Shown, 1, Number),
            Peer ! Number + 1,
            rally(Peer, Shown)
    end.
