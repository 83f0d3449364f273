%% SPDX-License-Identifier: Apache-2.0
%% Time from the send to the receive.
-module(latency).

-export([burst/1, load/1]).

%% ---- bursts of 50

burst(Row) ->
    Bursts = max(1, round(2000 * bench:seconds())),
    Samples = bench:watched(Row, fun() -> bursts(Bursts) end),
    bench:percentiles(Row, Samples).

bursts(Bursts) ->
    Watch = stopwatch(50 * Bursts, {self(), Round = make_ref()}),
    burst_after_burst(Watch, Bursts),
    actors:part(Round).

burst_after_burst(_Watch, 0) ->
    ok;
burst_after_burst(Watch, Left) ->
    send(Watch, 50),
    timer:sleep(1),
    burst_after_burst(Watch, Left - 1).

send(_Watch, 0) ->
    ok;
send(Watch, Left) ->
    Watch ! erlang:monotonic_time(nanosecond),
    send(Watch, Left - 1).

%% ---- paced

load(Row) ->
    [
        begin
            N = max(1, round(Rate * bench:seconds())),
            Samples = bench:watched(Row, fun() -> paced(Rate, N) end),
            bench:percentiles(["lat_", Name], Samples)
        end
     || {Name, Rate} <- [
            {"10k", 10000},
            {"50k", 50000},
            {"200k", 200000},
            {"500k", 500000},
            {"1M", 1000000},
            {"2M", 2000000}
        ]
    ].

paced(Rate, N) ->
    Watch = stopwatch(N, {self(), Round = make_ref()}),
    timer:sleep(20),
    pace(Watch, erlang:monotonic_time(nanosecond), 1000000000 div Rate, N),
    actors:part(Round).

pace(_Watch, _Before, _Period, 0) ->
    ok;
pace(Watch, Before, Period, Left) ->
    At = Before + Period,
    until(At),
    Watch ! At,
    pace(Watch, At, Period, Left - 1).

until(At) ->
    case erlang:monotonic_time(nanosecond) < At of
        true -> until(At);
        false -> ok
    end.

%% ---- the process that notes how old each message is; its heap has room for all of them

stopwatch(N, Main) ->
    actors:start(
        fun() -> watch(N, [], Main) end,
        [{message_queue_data, off_heap}, {min_heap_size, 4 * N + 10000}]
    ).

watch(0, Samples, {Pid, Round}) ->
    Pid ! {Round, Samples};
watch(Left, Samples, Main) ->
    receive
        At -> watch(Left - 1, [erlang:monotonic_time(nanosecond) - At | Samples], Main)
    end.
