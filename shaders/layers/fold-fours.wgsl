// layers/fold-fours — layers/fold where C is a multiple of four, with one load and store for four.
//
//   images[l, b, row, column, c] = Σ patches[l, b, y, x, (i size + j) C + c] (+ bias[l, c])
//                                  (+ images[l, b, row, column, c])
//
// over all y, x, i, j with y stride + i - padding = row and x stride + j - padding = column.
//
// Axes      L lineages · B images · H x W pixels · C channels, a multiple of four · Y x X places ·
//           K = size² C numbers of a patch · E channels of the bias, C or 0 for none
// Grid      one invocation per (l, b, row, column, four channels)
// Close     sums of size² / stride² numbers in single precision, in the order of layers/fold
// Source    Dumoulin & Visin 2016, arXiv:1603.07285
// Twin      src/kernels/layers/fold-fours.ts

#import grid

struct Params {
  L: u32,
  B: u32,
  H: u32,
  W: u32,
  C: u32,
  Y: u32,
  X: u32,
  K: u32,
  E: u32,
  size: u32,
  stride: u32,
  padding: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> patches: array<vec4f>;          // [L, B, Y, X, K]
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;             // [L, E]
@group(0) @binding(3) var<storage, read_write> images: array<vec4f>;     // [L, B, H, W, C]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let channels = params.C / 4u;
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.B * params.H * params.W * channels {
    return;
  }
  let pixel = at / channels;
  let four = at - pixel * channels;
  let line = pixel / params.W;
  let image = line / params.H;
  // The first patch that may reach a pixel begins `size` before it, padding included.
  let bottom = line - image * params.H + params.padding;
  let right = pixel - line * params.W + params.padding;
  var sum = vec4f();
  for (var i = bottom % params.stride; i < params.size; i += params.stride) {
    let y = (bottom - i) / params.stride;  // wraps to something large above the first patch
    if bottom < i || y >= params.Y {
      continue;
    }
    for (var j = right % params.stride; j < params.size; j += params.stride) {
      let x = (right - j) / params.stride;
      if right < j || x >= params.X {
        continue;
      }
      let place = (image * params.Y + y) * params.X + x;
      sum += patches[place * (params.K / 4u) + (i * params.size + j) * channels + four];
    }
  }
  if params.E > 0u {
    sum += bias[image / params.B * channels + four];
  }
  if params.accumulate != 0u {
    sum += images[at];
  }
  images[at] = sum;
}
