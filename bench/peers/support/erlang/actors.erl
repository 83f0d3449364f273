%% SPDX-License-Identifier: Apache-2.0
%% The processes of a round.
-module(actors).

-export([start/1, start/2, stop/1, part/1, parts/1]).

%% A process that takes the program with it when it fails.
start(Fun) -> start(Fun, []).

start(Fun, Options) -> spawn_opt(Fun, [link | Options]).

stop(Pids) ->
    [
        begin
            unlink(Pid),
            exit(Pid, kill)
        end
     || Pid <- Pids
    ],
    ok.

%% The first of the values that the processes of a round tell the main process.
part(Round) ->
    receive
        {Round, Value} -> Value
    end.

parts({Round, Count}) -> [part(Round) || _ <- lists:seq(1, Count)].
