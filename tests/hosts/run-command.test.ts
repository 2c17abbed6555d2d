import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { DeviceError } from "../../src/errors.ts";
import { runCommand } from "../../src/hosts/node/run-command.ts";
import { smallExperiment } from "../support/experiments.ts";

const folder = mkdtempSync(join(tmpdir(), "ouroboros-command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the backend does at its fourth read. */
let trouble: Error;

vi.mock("../../src/hosts/node/announced-backend.ts", async (original) => ({
  ...(await original<object>()),
  openAnnounced: () => {
    const backend = new CpuBackend();
    const read = backend.read.bind(backend);
    let reads = 0;
    backend.read = (...readables) => (++reads === 4 ? Promise.reject(trouble) : read(...readables));
    return Promise.resolve(backend);
  },
}));

async function run(name: string): Promise<{ code: number; says: string }> {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(smallExperiment));
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  try {
    const code = await runCommand(file, { out: join(folder, name), backend: "cpu" });
    return { code, says: lines.join("") };
  } finally {
    write.mockRestore();
  }
}

test("a device that is lost is a reason to resume, and exit 3", async () => {
  trouble = new DeviceError("the GPU device was lost");
  const { code, says } = await run("lost");
  expect(says).toMatch(/^stopped: the GPU device was lost; go on with: .* --resume\n$/);
  expect(code).toBe(3);
});

test("memory that does not suffice is the user's to mend, and nothing to resume", async () => {
  trouble = new DeviceError("the run does not fit: take fewer lineages", { resumable: false });
  const { code, says } = await run("large");
  expect(says).toMatch(/^stopped: the run does not fit: take fewer lineages, and begin .*\n$/);
  expect(says).not.toContain("--resume");
  expect(code).toBe(2);
});
