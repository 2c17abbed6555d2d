// pool/rank — scores as integers that ascend as the scores do.
//
// Twin      rankOf of src/kernels/pool/rank.ts

fn rankOf(score: f32) -> u32 {
  let bits = bitcast<u32>(score);
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
