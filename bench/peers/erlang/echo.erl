%% SPDX-License-Identifier: Apache-2.0
%% Answers with the number that it was asked.
-module(echo).
-behaviour(gen_server).

-export([start/0, init/1, handle_call/3, handle_cast/2]).

start() ->
    {ok, Pid} = gen_server:start_link(?MODULE, [], []),
    Pid.

init([]) -> {ok, none}.

handle_call(Number, _From, State) -> {reply, Number, State}.

handle_cast(_Message, State) -> {noreply, State}.
