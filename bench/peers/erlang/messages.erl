%% SPDX-License-Identifier: Apache-2.0
%% Tells: pairs, fans, a ring, from the main process.
-module(messages).

-export([pingpong/3, fan/5, tell/1, ring/1, sum_below/1, counter/2]).

%% ---- pingpong

pingpong(Row, Pairs, Limit) ->
    rounds:rate(Row, "rt/s", Limit, Pairs, fun(N) -> pingpong_round(Row, Pairs, N) end).

pingpong_round(Row, Pairs, N) ->
    Main = {self(), make_ref()},
    Couples = [{player(2 * N, Main), player(2 * N, Main)} || _ <- lists:seq(1, Pairs)],
    [
        begin
            A ! {meet, B},
            B ! {meet, A}
        end
     || {A, B} <- Couples
    ],
    {Last, Seconds, Cpu} = bench:timed(fun() ->
        [A ! 1 || {A, _} <- Couples],
        actors:parts({element(2, Main), Pairs})
    end),
    [bench:check(Row, Value, 2 * N) || Value <- Last],
    actors:stop([Pid || {A, B} <- Couples, Pid <- [A, B]]),
    {Seconds, Cpu}.

player(Last, Main) ->
    actors:start(fun() ->
        receive
            {meet, Peer} -> play(Peer, Last, Main)
        end
    end).

play(Peer, Last, {Pid, Round} = Main) ->
    receive
        Number when Number < Last ->
            Peer ! Number + 1,
            play(Peer, Last, Main);
        Number ->
            Pid ! {Round, Number},
            play(Peer, Last, Main)
    end.

%% ---- fans

fan(Row, Producers, Counters, Turn, Limit) ->
    rounds:rate(Row, "msg/s", Limit, Producers * Counters, fun(N) ->
        fan_round(Row, Producers, Counters, Turn, N)
    end).

fan_round(Row, Producers, Counters, Turn, N) ->
    Main = {self(), Round = make_ref()},
    To = [counter(N * Producers, Main) || _ <- lists:seq(1, Counters)],
    From = [producer(To, Turn, N) || _ <- lists:seq(1, Producers)],
    {Sums, Seconds, Cpu} = bench:timed(fun() ->
        [Pid ! turn || Pid <- From],
        actors:parts({Round, Counters})
    end),
    [bench:check(Row, Sum, Producers * sum_below(N)) || Sum <- Sums],
    actors:stop(From ++ To),
    {Seconds, Cpu}.

%% Adds up as many numbers as it must get, then says their sum.
counter(Expected, Main) ->
    actors:start(
        fun() -> count(Expected, 0, Main) end,
        [{message_queue_data, off_heap}]
    ).

count(0, Sum, {Pid, Round}) ->
    Pid ! {Round, Sum};
count(Left, Sum, Main) ->
    receive
        Number -> count(Left - 1, Sum + Number, Main)
    end.

producer(To, Turn, N) -> actors:start(fun() -> produce(To, Turn, 0, N) end).

produce(To, Turn, From, N) ->
    receive
        turn -> ok
    end,
    Until = min(N, From + Turn),
    send(To, From, Until),
    case Until < N of
        true ->
            self() ! turn,
            produce(To, Turn, Until, N);
        false ->
            ok
    end.

send(_To, Until, Until) ->
    ok;
send(To, Number, Until) ->
    send_each(To, Number),
    send(To, Number + 1, Until).

send_each([Pid | More], Number) ->
    Pid ! Number,
    send_each(More, Number);
send_each([], _Number) ->
    ok.

%% ---- from the main process

tell(Row) -> rounds:rate(Row, "msg/s", 8000000, 1, fun(N) -> tell_round(Row, N) end).

tell_round(Row, N) ->
    Counter = counter(N, {self(), Round = make_ref()}),
    {Sum, Seconds, Cpu} = bench:timed(fun() ->
        send([Counter], 0, N),
        actors:part(Round)
    end),
    bench:check(Row, Sum, sum_below(N)),
    {Seconds, Cpu}.

sum_below(N) -> N * (N - 1) div 2.

%% ---- ring

ring(Row) ->
    rounds:rate(Row, "hops/s", 10000000, 1, fun(N) -> ring_round(Row, 1000, N) end).

ring_round(Row, Size, Hops) ->
    Main = {self(), Round = make_ref()},
    [First | More] = Links = [place(Main) || _ <- lists:seq(1, Size)],
    [Pid ! {next, Next} || {Pid, Next} <- lists:zip(Links, More ++ [First])],
    {Left, Seconds, Cpu} = bench:timed(fun() ->
        First ! Hops,
        actors:part(Round)
    end),
    bench:check(Row, Left, 0),
    actors:stop(Links),
    {Seconds, Cpu}.

place(Main) ->
    actors:start(fun() ->
        receive
            {next, Next} -> pass(Next, Main)
        end
    end).

pass(Next, {Pid, Round} = Main) ->
    receive
        0 ->
            Pid ! {Round, 0},
            pass(Next, Main);
        Hops ->
            Next ! Hops - 1,
            pass(Next, Main)
    end.
