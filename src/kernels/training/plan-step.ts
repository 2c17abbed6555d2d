import { covering, defineKernel } from "../../compute/kernel.ts";

/** So many steps in a row without a finite loss end a training. */
export const PATIENCE = 10;

/** Of a norm: what is beyond might as well be infinite. */
const LARGEST_SQUARE = 1e38;

/** The places of `schedule` as numbers. */
export const SCHEDULES = ["constant", "linear", "cosine"] as const;

/** What a step does to each lineage. See shaders/training/plan-step.wgsl. */
export const planStep = defineKernel({
  shader: "training/plan-step.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    squares: { dtype: "f32", shape: "L G", access: "read" },
    loss: { dtype: "f32", shape: "L", access: "read" },
    settings: { dtype: "f32", shape: "L 4", access: "read" },
    counters: { dtype: "u32", shape: "L 3", access: "update" },
    trace: { dtype: "f32", shape: "L K 2", access: "update" },
    plan: { dtype: "f32", shape: "L 4", access: "write" },
  },
  scalars: ["total", "schedule", "logFirst", "logSecond"],
  overrides: { WORKGROUP_SIZE: 64, PATIENCE },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ clock, squares, loss, settings, counters, trace, plan }, scalars, { L, G, K }) {
    const { total, schedule, logFirst, logSecond } = scalars;
    const [step] = clock;
    for (let l = 0; l < L; l++) {
      const own = counters.subarray(3 * l, 3 * l + 3);
      const square = squares.subarray(l * G, (l + 1) * G).reduce((sum, x) => sum + x, 0);
      trace.set([loss[l], Math.sqrt(square)], (l * K + (step % K)) * 2);

      if (!Number.isFinite(loss[l]) || !(square < LARGEST_SQUARE)) {
        own[0]++;
        own[1]++;
        if (own[1] === PATIENCE && own[2] === 0) own[2] = step - PATIENCE + 2;
        plan.fill(0, 4 * l, 4 * l + 4);
        continue;
      }
      own[1] = 0;
      const t = step + 1 - own[0];
      const [learningRate, weightDecay, clip, warmUp] = settings.subarray(4 * l);
      const rate = learningRate * rateFactor(SCHEDULES[schedule], step, total, warmUp);
      const decision = [
        Math.min(1, clip / (Math.sqrt(square) + 1e-6)),
        rate / -Math.expm1(t * logFirst),
        1 / Math.sqrt(-Math.expm1(t * logSecond)),
        1 - rate * weightDecay,
      ];
      plan.set(decision, 4 * l);
    }
  },
});

function rateFactor(
  schedule: (typeof SCHEDULES)[number],
  step: number,
  total: number,
  warmUp: number,
): number {
  if (step < warmUp) return step / Math.max(1, warmUp);
  const progress = Math.min(1, (step - warmUp) / Math.max(1, total - warmUp));
  if (schedule === "linear") return 1 - progress;
  return schedule === "cosine" ? 0.5 * (1 + Math.cos(Math.PI * progress)) : 1;
}
