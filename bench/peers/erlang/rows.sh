# SPDX-License-Identifier: Apache-2.0
# Starts Erlang with as many schedulers online as WORKERS says; there is always a second one, for
# the row whose main process spins.
workers=${WORKERS:-2}
all=$((workers > 1 ? workers : 2))
exec erl +S "$all:$workers" +P 4000000 -noinput -pa "$(dirname "$0")" \
  -run rows main -extra "$@"
