import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StoredRunEntry } from "../../src/hosts/browser/protocol.ts";
import { Greeting } from "../../src/ui/greeting.ts";
import { type LabView, emptyView } from "../../src/ui/run-view.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const adapter = {} as NonNullable<LabView["adapter"]>;
const entry = (run: string, done: number, elsewhere: boolean) =>
  ({ run, done, generations: 9, elsewhere }) as StoredRunEntry;
const seen = (...runs: readonly StoredRunEntry[]): LabView => ({ ...emptyView, adapter, runs });

function greeting() {
  const greeted: (string | null)[] = [];
  return { greeted, greeting: new Greeting((left) => greeted.push(left)) };
}

test("greets once, with the newest run that is undone or with none, as soon as something computes", () => {
  const { greeted, greeting: one } = greeting();
  one.about({ ...seen(entry("a", 3, false)), adapter: null });
  expect(greeted).toEqual([]);
  one.about(seen(entry("finished", 9, true), entry("a", 3, false), entry("b", 3, false)));
  one.about(seen(entry("b", 3, false)));
  expect(greeted).toEqual(["a"]);
  const { greeted: others, greeting: other } = greeting();
  other.about(seen(entry("finished", 9, false)));
  expect(others).toEqual([null]);
});

test("waits a little for a run that the page before this one has not let go of yet", () => {
  const { greeted, greeting: one } = greeting();
  one.about(seen(entry("a", 3, true), entry("b", 3, false)));
  vi.advanceTimersByTime(2000);
  expect(greeted).toEqual([]);
  one.about(seen(entry("a", 3, false), entry("b", 3, false)));
  vi.advanceTimersByTime(9000);
  expect(greeted).toEqual(["a"]);
});

test("does not wait for another tab for ever, nor for who has begun already", () => {
  const { greeted, greeting: one } = greeting();
  one.about(seen(entry("a", 3, true), entry("b", 3, false)));
  vi.advanceTimersByTime(2600);
  expect(greeted).toEqual(["b"]);
  const { greeted: others, greeting: other } = greeting();
  other.about(seen(entry("a", 3, true)));
  other.forgo();
  vi.advanceTimersByTime(9000);
  expect(others).toEqual([]);
});
