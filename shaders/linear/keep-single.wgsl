// linear/keep-single — operands are kept as they are.

alias Kept = f32;

fn keptOfA(values: vec4f) -> vec4<Kept> {
  return values;
}

fn keptOfB(values: vec4f) -> vec4<Kept> {
  return values;
}

fn unscaled(sums: vec4f) -> vec4f {
  return sums;
}
