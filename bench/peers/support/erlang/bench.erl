%% SPDX-License-Identifier: Apache-2.0
%% What the environment asks for, result lines, checks, the counted part of a round.
-module(bench).

-export([workers/0, seconds/0, scaled/1, result/3, check/3, fail/2]).
-export([timed/1, watched/2, percentiles/2]).

workers() -> list_to_integer(os:getenv("WORKERS", "2")).

seconds() -> number(os:getenv("BENCH_SECONDS", "0.5")).

scaled(N) -> max(1, round(N * number(os:getenv("BENCH_SCALE", "1")))).

number(Text) ->
    case string:to_float(Text) of
        {Value, []} -> Value;
        _ -> list_to_integer(Text)
    end.

result(Name, Value, Unit) ->
    io:format("R\terlang\t~s\t~.6g\t~s~n", [Name, float(Value), Unit]).

%% Ends the program unless the row got what it must get.
check(_Row, Value, Value) -> ok;
check(Row, Got, Want) -> fail("~s: got ~p, not ~p", [Row, Got, Want]).

fail(Format, Values) ->
    io:format(standard_error, "erlang: " ++ Format ++ "~n", Values),
    halt(1).

%% Runs the counted part of a round: what it returns, its seconds, and the seconds of processor
%% time of the whole runtime system.
timed(Part) ->
    {CpuFrom, _} = statistics(runtime),
    From = erlang:monotonic_time(),
    Value = Part(),
    To = erlang:monotonic_time(),
    {CpuTo, _} = statistics(runtime),
    Micros = erlang:convert_time_unit(To - From, native, microsecond),
    {Value, max(1, Micros) / 1.0e6, (CpuTo - CpuFrom) / 1.0e3}.

%% Runs a round, and ends the program when it lasts for more than a minute.
watched(Row, Round) ->
    Dog = spawn(fun() ->
        receive
            stop -> ok
        after 60000 -> fail("~s: has not ended within a minute", [Row])
        end
    end),
    Value = Round(),
    Dog ! stop,
    Value.

%% Exact percentiles of a list of nanoseconds.
percentiles(Name, Samples) ->
    Sorted = list_to_tuple(lists:sort(Samples)),
    Size = tuple_size(Sorted),
    [
        result([Name, Suffix], element(min(Size, trunc(Part * Size) + 1), Sorted), "ns")
     || {Suffix, Part} <- [{"_p50", 0.5}, {"_p99", 0.99}, {"_p999", 0.999}]
    ].
