%% SPDX-License-Identifier: Apache-2.0
%% Arithmetic, and blocks of bytes.
-module(loads).

-export([work/1, payload/1]).

-define(MASK, 16#FFFFFFFFFFFFFFFF).
-define(BLOCK, 65536).
-define(STEP, 4096).
-define(WINDOW, 64).

%% ---- 500 multiplications for each message

work(Row) -> rounds:rate(Row, "msg/s", 30000, 64, fun(N) -> work_round(Row, N) end).

work_round(Row, N) ->
    Main = {self(), Round = make_ref()},
    Workers = [actors:start(fun() -> worker(N, Main) end) || _ <- lists:seq(1, 64)],
    {Last, Seconds, Cpu} = bench:timed(fun() ->
        [Pid ! 1 || Pid <- Workers],
        actors:parts({Round, 64})
    end),
    Want = multiplied(1, 500 * N),
    [bench:check(Row, Value, Want) || Value <- Last],
    {Seconds, Cpu}.

worker(Left, {Pid, Round} = Main) ->
    receive
        Number ->
            case multiplied(Number, 500) of
                Value when Left > 1 ->
                    self() ! Value,
                    worker(Left - 1, Main);
                Value ->
                    Pid ! {Round, Value}
            end
    end.

%% Integers of more than 60 bits are on the heap, and do not wrap round.
multiplied(A, 0) -> A;
multiplied(A, Times) ->
    multiplied(((A bxor (A bsr 33)) * 6364136223846793005 + 1) band ?MASK, Times - 1).

%% ---- blocks of 64 KiB

payload(Row) -> rounds:rate(Row, "msg/s", 200000, 1, fun(N) -> payload_round(Row, N) end).

payload_round(Row, N) ->
    Main = {self(), Round = make_ref()},
    Sink = actors:start(fun sink/0),
    Source = actors:start(fun() ->
        receive
            go -> source(Sink, 0, 0, 0, N, Main)
        end
    end),
    {Sum, Seconds, Cpu} = bench:timed(fun() ->
        Source ! go,
        actors:part(Round)
    end),
    bench:check(Row, Sum, lists:sum([I band 127 || I <- lists:seq(0, N - 1)]) * ?BLOCK div ?STEP),
    actors:stop([Sink]),
    {Seconds, Cpu}.

source(_Sink, _Sent, N, Sum, N, {Pid, Round}) ->
    Pid ! {Round, Sum};
source(Sink, Sent, Answered, Sum, N, Main) when Sent < N, Sent - Answered < ?WINDOW ->
    Sink ! {block, self(), filled(Sent band 127)},
    source(Sink, Sent + 1, Answered, Sum, N, Main);
source(Sink, Sent, Answered, Sum, N, Main) ->
    receive
        {summed, Part} -> source(Sink, Sent, Answered + 1, Sum + Part, N, Main)
    end.

%% In two steps, for the copy takes a step for each piece, however small it is.
filled(Byte) -> binary:copy(binary:copy(<<Byte>>, 256), ?BLOCK div 256).

sink() ->
    receive
        {block, From, Bytes} ->
            From ! {summed, summed(Bytes, 0, 0)},
            sink()
    end.

summed(_Bytes, ?BLOCK, Sum) -> Sum;
summed(Bytes, At, Sum) -> summed(Bytes, At + ?STEP, Sum + binary:at(Bytes, At)).
