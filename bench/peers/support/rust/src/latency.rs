// SPDX-License-Identifier: Apache-2.0
//! Senders that keep a pace, and what the handler notes.

use std::hint::spin_loop;
use std::time::Duration;

use crate::answers::{Report, answers};
use crate::figures::percentiles;
use crate::system::{another_minute, check, now_ns, seconds, workers};
use crate::table::System;

/// The state of the actor that is measured: how old each message was when it came.
pub struct Recorder {
    samples: Vec<u64>,
    next: usize,
    report: Report<Vec<u64>>,
}

impl Recorder {
    fn new(n: u64, report: Report<Vec<u64>>) -> Self {
        // Written once, so that no page is touched for the first time while it is measured.
        Recorder { samples: vec![u64::MAX; n as usize], next: 0, report }
    }

    #[inline]
    pub fn note(&mut self, sent_at: u64) {
        let age = now_ns().saturating_sub(sent_at);
        self.samples[self.next] = age;
        self.next += 1;
        if self.next == self.samples.len() {
            let _ = self.report.send(std::mem::take(&mut self.samples));
            self.next = 0;
        }
    }
}

/// `start` makes an actor of a recorder and returns how to send it a time.
fn measure<F: Fn(u64)>(
    row: &str,
    n: u64,
    start: impl FnOnce(Recorder) -> F,
    send_all: impl FnOnce(&F),
) {
    another_minute();
    let (report, done) = answers();
    let send = start(Recorder::new(n, report));
    crate::settle();
    send_all(&send);
    let samples = done.take();
    check(row, samples.len() as u64, n);
    percentiles(row, samples);
}

/// 50 messages, then a sleep of a millisecond.
pub fn bursts<S: System, F: Fn(u64)>(start: impl Fn(&S, Recorder) -> F) {
    let system = S::start(workers());
    let bursts = ((2000.0 * seconds()) as u64).max(1);
    measure(
        "lat_burst",
        bursts * 50,
        |recorder| start(&system, recorder),
        |send| {
            for _ in 0..bursts {
                std::thread::sleep(Duration::from_millis(1));
                for _ in 0..50 {
                    send(now_ns());
                }
            }
        },
    );
}

/// A message at each time at which one is due, whether or not the ones before were handled.
pub fn loads<S: System, F: Fn(u64)>(start: impl Fn(&S, Recorder) -> F) {
    let system = S::start((workers() - 1).max(1));
    let rates = [
        ("lat_10k", 10_000),
        ("lat_50k", 50_000),
        ("lat_200k", 200_000),
        ("lat_500k", 500_000),
        ("lat_1M", 1_000_000),
        ("lat_2M", 2_000_000),
    ];
    for (row, rate) in rates {
        let n = ((rate as f64 * seconds()) as u64).max(1);
        measure(
            row,
            n,
            |recorder| start(&system, recorder),
            |send| {
                let first = now_ns();
                for i in 0..n {
                    let due = first + i * 1_000_000_000 / rate;
                    while now_ns() < due {
                        spin_loop();
                    }
                    send(due);
                }
            },
        );
    }
}
