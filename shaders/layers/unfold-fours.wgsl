// layers/unfold-fours — layers/unfold where C is a multiple of four, with one load and store for four.
//
//   patches[l, b, y, x, (i size + j) C + c] = images[l, b, y stride + i - padding, x stride + j - padding, c]
//
// Axes      L lineages · B images · H x W pixels · C channels, a multiple of four · Y x X places ·
//           K = size² C numbers of a patch
// Grid      one invocation per four neighbours of `patches`
// Exact
// Source    Chellapilla, Puri & Simard 2006, https://inria.hal.science/inria-00112631
// Twin      src/kernels/layers/unfold-fours.ts

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
  size: u32,
  stride: u32,
  padding: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> images: array<vec4f>;           // [L, B, H, W, C]
@group(0) @binding(2) var<storage, read_write> patches: array<vec4f>;    // [L, B, Y, X, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = params.K / 4u;
  let channels = params.C / 4u;
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.B * params.Y * params.X * fours {
    return;
  }
  let place = at / fours;
  let four = at - place * fours;
  let image = place / (params.Y * params.X);
  let inside = place - image * params.Y * params.X;
  let tap = four / channels;
  // Both wrap to something large outside of the image.
  let row = (inside / params.X) * params.stride + tap / params.size - params.padding;
  let column = (inside % params.X) * params.stride + tap % params.size - params.padding;
  var value = vec4f();
  if row < params.H && column < params.W {
    value = images[((image * params.H + row) * params.W + column) * channels + four % channels];
  }
  patches[at] = value;
}
