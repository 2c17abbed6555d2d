// metrics/pool-quadrants — the mean of every channel over each quarter of an image.
//
//   pooled[b, q C + c] = mean of images[b, y, x, c] over quarter q: 0 and 1 above, 2 and 3 below
//
// Axes      B images · H x W pixels, two at least either way · C channels · F = 4 C features
// Grid      one invocation per (b, f)
// Close     10⁻⁶ relative to the largest
// Twin      src/kernels/metrics/pool-quadrants.ts

#import grid

struct Params {
  B: u32,
  H: u32,
  W: u32,
  C: u32,
  F: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> images: array<f32>;          // [B, H, W, C]
@group(0) @binding(2) var<storage, read_write> pooled: array<f32>;    // [B, F]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.B * params.F {
    return;
  }
  let b = i / params.F;
  let f = i - b * params.F;
  let q = f / params.C;
  let c = f - q * params.C;
  let middle = vec2u((params.H + 1u) / 2u, (params.W + 1u) / 2u);
  let below = q >= 2u;
  let right = (q & 1u) != 0u;
  let top = select(0u, middle.x, below);
  let bottom = select(middle.x, params.H, below);
  let start = select(0u, middle.y, right);
  let end = select(middle.y, params.W, right);
  var sum = 0.0;
  for (var y = top; y < bottom; y++) {
    for (var x = start; x < end; x++) {
      sum += images[((b * params.H + y) * params.W + x) * params.C + c];
    }
  }
  pooled[i] = sum / f32((bottom - top) * (end - start));
}
