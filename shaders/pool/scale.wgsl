// pool/scale — what a lineage's weights are multiplied by before they become integers.
//
// 1 where all weights are whole, so that they count exactly; else the power of two that takes their
// sum just below 2³¹; -1 where nothing is there.
//
// Axes      L lineages
// Units     a row of weights is off by at most ½ / scale, less than 2⁻³⁰ of the sum
// Grid      one invocation per l
// Exact     powers of two
// Twin      src/kernels/pool/scale.ts

#import grid

struct Params {
  L: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mass: array<f32>;          // [L, 3], see pool/mass
@group(0) @binding(2) var<storage, read_write> scale: array<f32>;   // [L]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  let sum = mass[3u * l];
  // 2ᵉ ≤ sum < 2ᵉ⁺¹, and the scale is 2³⁰⁻ᵉ
  let e = i32(bitcast<u32>(sum) >> 23u) - 127;
  var result = bitcast<f32>(u32(clamp(157 - e, 1, 254)) << 23u);
  if mass[3u * l + 2u] > 0.0 && sum < 0x1p+31f {
    result = 1.0;
  }
  scale[l] = select(-1.0, result, sum > 0.0);
}
