// training/advance — moves the clock on by one step.
//
// Grid      one invocation
// Exact
// Twin      src/kernels/training/advance.ts

@group(0) @binding(0) var<storage, read_write> clock: array<u32>;    // [1]

@compute @workgroup_size(1)
fn main() {
  clock[0]++;
}
