import { LabClient } from "./hosts/browser/client.ts";
import { remedyFor } from "./hosts/browser/gpu-remedy.ts";
import type { BackendName, GpuProblem } from "./hosts/browser/protocol.ts";
import "./ui/lab-app.ts";

/** `?backend=cpu` leaves the graphics card alone. */
const wanted: BackendName =
  new URLSearchParams(location.search).get("backend") === "cpu" ? "cpu" : "webgpu";

const app = document.createElement("lab-app");
app.client = new LabClient();
app.backend = wanted;
app.remedyFor = (problem: GpuProblem) =>
  remedyFor(problem, navigator.userAgent, navigator.maxTouchPoints > 1);
document.body.append(app);
