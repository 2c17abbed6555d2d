import { LabClient } from "./hosts/browser/client.ts";
import type { GpuProblem } from "./hosts/browser/protocol.ts";
import { chosenBackend } from "./ui/backend-choice.ts";
import "./ui/lab-app.ts";

const app = document.createElement("lab-app");
app.client = new LabClient();
app.choice = chosenBackend();
app.remedyFor = async (problem: GpuProblem) => {
  const { remedyFor } = await import("./hosts/browser/gpu-remedy.ts");
  return remedyFor(problem, navigator.userAgent, navigator.maxTouchPoints > 1);
};
document.body.append(app);
