// linear/keep-half — operands are kept in half precision, which holds no more than 65,504.

alias Kept = f16;

const MOST = vec4f(65504.0);

fn keptOfA(values: vec4f) -> vec4<Kept> {
  return vec4<Kept>(clamp(values * params.scaleA, -MOST, MOST));
}

fn keptOfB(values: vec4f) -> vec4<Kept> {
  return vec4<Kept>(clamp(values * params.scaleB, -MOST, MOST));
}

fn unscaled(sums: vec4f) -> vec4f {
  return sums * params.unscale;
}
