%% SPDX-License-Identifier: Apache-2.0
%% Calls of a gen_server, from processes and from the main one.
-module(asks).

-export([inside/3, outside/1]).

-define(TIMEOUT, 5000).

inside(Row, Pairs, Limit) ->
    rounds:rate(Row, "asks/s", Limit, Pairs, fun(N) -> inside_round(Row, Pairs, N) end).

inside_round(Row, Pairs, N) ->
    Main = {self(), Round = make_ref()},
    Echoes = [echo:start() || _ <- lists:seq(1, Pairs)],
    Askers = [asker(Echo, N, Main) || Echo <- Echoes],
    {Counts, Seconds, Cpu} = bench:timed(fun() ->
        [Pid ! go || Pid <- Askers],
        actors:parts({Round, Pairs})
    end),
    [bench:check(Row, Count, N) || Count <- Counts],
    actors:stop(Askers ++ Echoes),
    {Seconds, Cpu}.

asker(Echo, N, {Pid, Round}) ->
    actors:start(fun() ->
        receive
            go -> Pid ! {Round, ask(Echo, 0, N)}
        end
    end).

outside(Row) ->
    rounds:rate(Row, "asks/s", 300000, 1, fun(N) -> outside_round(Row, N) end).

outside_round(Row, N) ->
    Echo = echo:start(),
    {Count, Seconds, Cpu} = bench:timed(fun() -> ask(Echo, 0, N) end),
    bench:check(Row, Count, N),
    actors:stop([Echo]),
    {Seconds, Cpu}.

%% Asks once for each number, and checks each reply.
ask(_Echo, N, N) ->
    N;
ask(Echo, Number, N) ->
    Number = gen_server:call(Echo, Number, ?TIMEOUT),
    ask(Echo, Number + 1, N).
