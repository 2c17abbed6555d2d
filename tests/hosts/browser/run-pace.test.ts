import { describe, expect, test } from "vitest";
import { RunPace } from "../../../src/hosts/browser/run-pace.ts";

const TOTALS = { fit: 100, sample: 50 };

function aheadOf(generation: number, phase: "fit" | "sample", generations: number) {
  const later = generations - generation - 1;
  return { fit: later * TOTALS.fit, sample: (later + (phase === "fit" ? 1 : 0)) * TOTALS.sample };
}

/** A run of three generations: 10 s of fitting, 5 s of sampling, 1 s of measuring. */
function* run(pace: RunPace, clock: { now: number }, generations = 3) {
  for (let generation = 0; generation < generations; generation++) {
    for (const phase of ["fit", "sample"] as const) {
      const total = TOTALS[phase];
      for (let done = 0; done <= total; done += 10) {
        const ahead = aheadOf(generation, phase, generations);
        const left = pace.left({ generation, phase, done, total, ahead });
        yield { generation, phase, done, left };
        if (done < total) clock.now += 1000;
      }
    }
    clock.now += 1000;
    pace.finish();
  }
}

describe("time left", () => {
  test("is unknown before anything was measured, and never guessed to be less", () => {
    const clock = { now: 5000 };
    const places = [...run(new RunPace(() => clock.now, 3), clock)];
    expect(places[0].left).toEqual({ phase: null, run: null, isLeast: true });
    const early = places[5];
    expect(early).toMatchObject({ generation: 0, phase: "fit", done: 50 });
    expect(early.left).toEqual({ phase: 5, run: 25, isLeast: true });
  });

  test("is exact once a generation has been seen whole", () => {
    const clock = { now: 5000 };
    const end = 5000 + 3 * 16_000;
    for (const { generation, phase, left } of run(new RunPace(() => clock.now, 3), clock)) {
      if (generation > 0) expect(left.run).toBeCloseTo((end - clock.now) / 1000, 6);
      const isSeen = generation > 0 || (phase === "sample" && left.phase !== null);
      expect(left.isLeast).toBe(!isSeen);
    }
  });

  test("is not thrown off by a slow first step once a generation has been seen", () => {
    const clock = { now: 0 };
    const pace = new RunPace(() => clock.now, 2);
    const fit = (generation: number, done: number) =>
      pace.left({ generation, phase: "fit", done, total: 1000, ahead: {} }).phase;
    for (let done = 0; done <= 1000; done += 10) {
      fit(0, done);
      clock.now += 100;
    }
    pace.finish();
    fit(1, 0);
    clock.now += 5000;
    expect(fit(1, 10)).toBeLessThan(30);
    clock.now += 50_000;
    expect(fit(1, 500)).toBeCloseTo(55, 0);
  });

  test("does not take a long first lesson for all others", () => {
    const clock = { now: 0 };
    const pace = new RunPace(() => clock.now, 10);
    const ahead = { fit: 9 * 10, sample: 0 };
    pace.left({ generation: 0, phase: "fit", done: 0, total: 1000, ahead });
    clock.now += 50_000;
    const left = pace.left({ generation: 0, phase: "fit", done: 500, total: 1000, ahead });
    expect(left).toEqual({ phase: 50, run: 59, isLeast: true });
  });

  test("does not count a pause", () => {
    const clock = { now: 0 };
    const pace = new RunPace(() => clock.now, 3);
    let last = { phase: null as number | null };
    for (const { generation, phase, done, left } of run(pace, clock)) {
      last = left;
      if (generation === 1 && phase === "fit" && done === 50) {
        pace.interrupt();
        clock.now += 3_600_000;
      }
      if (generation === 2 && phase === "fit" && done === 90) break;
    }
    expect(last.phase).toBeCloseTo(1, 6);
  });
});
