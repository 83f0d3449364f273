// SPDX-License-Identifier: Apache-2.0
//! What actors tell the main thread at the end of a round.

use std::sync::mpsc::{Receiver, Sender, channel};

use crate::system::{check, fail};

pub type Report<T = u64> = Sender<T>;

pub struct Answers<T = u64>(Receiver<T>);

pub fn answers<T>() -> (Report<T>, Answers<T>) {
    let (report, answers) = channel();
    (report, Answers(answers))
}

impl<T> Answers<T> {
    /// Waits for an answer; the watchdog ends the wait when there is none.
    pub fn take(&self) -> T {
        self.0.recv().unwrap_or_else(|_| fail("actors ended without an answer"))
    }
}

impl Answers<u64> {
    /// Waits for `count` answers, all of them `value`.
    pub fn expect(&self, what: &str, count: u64, value: u64) {
        for _ in 0..count {
            check(what, self.take(), value);
        }
    }
}

/// Counts and adds what an actor gets, and reports the sum when all of it has come.
pub struct Tally {
    count: u64,
    sum: u64,
    all: u64,
    report: Report,
}

impl Tally {
    pub fn new(all: u64, report: &Report) -> Self {
        Tally { count: 0, sum: 0, all, report: report.clone() }
    }

    #[inline]
    pub fn add(&mut self, v: u64) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(v);
        if self.count == self.all {
            let _ = self.report.send(self.sum);
        }
    }
}
