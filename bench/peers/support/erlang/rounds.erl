%% SPDX-License-Identifier: Apache-2.0
%% Rounds that grow until one lasts long enough; the last one counts.
-module(rounds).

-export([rate/5]).

%% Prints the rate of a row, in which each of Parallel does N units, and its processor time. Round
%% takes N and returns the seconds and the processor seconds of its counted part.
rate(Row, Unit, Limit, Parallel, Round) ->
    {N, Seconds, Cpu} = grow(Row, min(1000, Limit), Limit, Round),
    bench:result(Row, N * Parallel / Seconds, Unit),
    bench:result([Row, "_cpu"], Cpu / (N * Parallel) * 1.0e6, "s/M").

grow(Row, N, Limit, Round) ->
    {Seconds, Cpu} = bench:watched(Row, fun() -> Round(N) end),
    case Seconds < bench:seconds() andalso N < Limit of
        true -> grow(Row, larger(N, Seconds, Limit), Limit, Round);
        false -> {N, Seconds, Cpu}
    end.

%% 2 to 10 times as many, aiming a little above the time that is asked for.
larger(N, Seconds, Limit) ->
    min(Limit, trunc(N * max(2, min(10, 1.2 * bench:seconds() / Seconds)))).
