// pool/kept-shares — what a filter has done to marked samples and to others, as shares.
//
//   markedKept = sums₁ / sums₀        otherKept = sums₃ / sums₂
//   markedBefore = sums₀ / (sums₀ + sums₂)        markedAfter = sums₁ / (sums₁ + sums₃)
//
// Not a number where there was nobody.
//
// Axes      L lineages
// Units     the sums are those of pool/tally
// Grid      one invocation per l
// Close     10⁻⁶ relative
// Twin      src/kernels/pool/kept-shares.ts

#import grid

struct Params {
  L: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<vec4f>;               // [L, 4]
@group(0) @binding(2) var<storage, read_write> markedKept: array<f32>;     // [L]
@group(0) @binding(3) var<storage, read_write> otherKept: array<f32>;      // [L]
@group(0) @binding(4) var<storage, read_write> markedBefore: array<f32>;   // [L]
@group(0) @binding(5) var<storage, read_write> markedAfter: array<f32>;    // [L]

// As an integer, since a compiler may assume that a float is a number.
fn share(part: f32, whole: f32) -> f32 {
  var bits = 0x7fc00000u;
  if whole > 0.0 {
    bits = bitcast<u32>(part / whole);
  }
  return bitcast<f32>(bits);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let own = sums[l];
  markedKept[l] = share(own.y, own.x);
  otherKept[l] = share(own.w, own.z);
  markedBefore[l] = share(own.x, own.x + own.z);
  markedAfter[l] = share(own.y, own.y + own.w);
}
