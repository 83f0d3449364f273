%% SPDX-License-Identifier: Apache-2.0
-module(counter).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).

-spec init(integer()) -> {ok, integer()}.
init(Value) -> {ok, Value}.

-spec handle_cast({increment, integer()}, integer()) -> {noreply, integer()}.
handle_cast({increment, By}, Value) -> {noreply, Value + By}.

-spec handle_call(get, gen_server:from(), integer()) -> {reply, integer(), integer()}.
handle_call(get, _From, Value) -> {reply, Value, Value}.

-spec main() -> no_return().
main() ->
    {ok, Counter} = gen_server:start_link(?MODULE, 0, []),
    gen_server:cast(Counter, {increment, 1}),
    gen_server:cast(Counter, {increment, 2}),
    io:format("~b~n", [gen_server:call(Counter, get)]),
    gen_server:stop(Counter),
    halt().
