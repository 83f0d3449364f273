// SPDX-License-Identifier: Apache-2.0
//! The work of the rows, and what must come out of it.

/// Messages that a producer sends before it lets others run.
pub const TURN: u64 = 500;
pub const BLOCK_BYTES: usize = 64 * 1024;
pub const BLOCKS_ON_THE_WAY: u64 = 64;

/// 0 + 1 + ... + (n - 1)
pub fn sum_below(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// About a microsecond of arithmetic.
#[inline(never)]
pub fn work(mut a: u64) -> u64 {
    for _ in 0..500 {
        a = (a ^ (a >> 33)).wrapping_mul(6364136223846793005).wrapping_add(1);
    }
    a
}

/// What `n` times `work` makes of 1.
pub fn worked(n: u64) -> u64 {
    (0..n).fold(1, |a, _| work(a))
}

/// The i-th block of `payload64k`.
pub fn block_of(i: u64) -> Vec<u8> {
    vec![i as u8; BLOCK_BYTES]
}

pub fn sum_of_block(block: &[u8]) -> u64 {
    block.iter().step_by(4096).map(|&byte| u64::from(byte)).sum()
}

/// What the first `n` blocks must add up to.
pub fn sum_of_blocks(n: u64) -> u64 {
    let bytes: u64 = (n / 256) * (255 * 256 / 2) + sum_below(n % 256);
    bytes * (BLOCK_BYTES / 4096) as u64
}
