// layers/unfold — the patches under every place of a convolution, side by side as rows of a matrix.
//
//   patches[l, b, y, x, (i size + j) C + c] = images[l, b, y stride + i - padding, x stride + j - padding, c]
//
// and 0 outside the image. A convolution is the product of this and its weights [size² C, channels];
// the gradient of a transposed convolution begins with it.
//
// Axes      L lineages · B images · H x W pixels · C channels · Y x X places · K = size² C numbers of a
//           patch
// Grid      one invocation per four neighbours of `patches`
// Exact
// Source    Chellapilla, Puri & Simard 2006, https://inria.hal.science/inria-00112631
// Twin      src/kernels/layers/unfold.ts

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
@group(0) @binding(1) var<storage, read> images: array<f32>;           // [L, B, H, W, C]
@group(0) @binding(2) var<storage, read_write> patches: array<f32>;    // [L, B, Y, X, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let fours = (params.K + 3u) / 4u;
  let at = gridIndex(invocation, groups);
  if at >= params.L * params.B * params.Y * params.X * fours {
    return;
  }
  let place = at / fours;
  let first = 4u * (at - place * fours);
  let image = place / (params.Y * params.X);
  let inside = place - image * params.Y * params.X;
  let top = (inside / params.X) * params.stride;
  let left = (inside % params.X) * params.stride;

  var tap = first / params.C;
  var c = first - tap * params.C;
  for (var k = first; k < min(first + 4u, params.K); k++) {
    let row = top + tap / params.size - params.padding;  // wraps to something large above the image
    let column = left + tap % params.size - params.padding;
    var value = 0.0;
    if row < params.H && column < params.W {
      value = images[((image * params.H + row) * params.W + column) * params.C + c];
    }
    patches[place * params.K + k] = value;
    c++;
    if c == params.C {
      c = 0u;
      tap++;
    }
  }
}
