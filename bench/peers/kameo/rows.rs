// SPDX-License-Identifier: Apache-2.0
//! The rows of ../README.md with kameo.

mod asks;
mod blocked;
mod fans;
mod latency;
mod load;
mod memory;
mod pingpong;
mod ring;
mod spawn;
mod system;

support::rows!("kameo");
