// SPDX-License-Identifier: Apache-2.0

package support

// row is a line of the table in bench/peers/README.md.
type row struct {
	name string
	run  func()
}

func table[P any](s System[P]) []row {
	rows := []row{
		{"pingpong1", func() { pingpong(s, "pingpong1", 1, 4_000_000) }},
		{"pingpong64", func() { pingpong(s, "pingpong64", 64, 200_000) }},
		{"fanin1", func() { fan(s, "fanin1", 1, 1, 500, 20_000_000) }},
		{"fanin4", func() { fan(s, "fanin4", 4, 1, 500, 4_000_000) }},
		{"fanin64", func() { fan(s, "fanin64", 64, 1, 500, 250_000) }},
		{"fanout256", func() { fan(s, "fanout256", 1, 256, 2, 60_000) }},
		{"tell_ext", func() { tellFromOutside(s) }},
		{"ring1000", func() { ring(s) }},
		{"work64", func() { work(s) }},
		{"payload64k", func() { payload(s) }},
		{"spawn", func() { spawn(s) }},
		{"ask_in", func() { askInside(s, "ask_in", 1, 4_000_000) }},
		{"ask_in64", func() { askInside(s, "ask_in64", 64, 100_000) }},
		{"blocked", func() { blocked(s) }},
		{"mbox", func() { mailbox(s) }},
		{"idle_mem", func() { idleMemory(s) }},
		{"lat_burst", func() { latencyOfBursts(s) }},
		{"lat_load", func() { latencyUnderLoad(s) }},
	}
	if asked, can := s.(Outsider[P]); can {
		rows = append(rows, row{"ask_ext", func() { askFromOutside(s, asked) }})
	}
	return rows
}
