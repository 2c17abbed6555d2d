import type { ReactiveController, ReactiveControllerHost } from "lit";

export type ThemeChoice = "system" | "light" | "dark";

const CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];
const KEY = "ouroboros-theme";

/** Light or dark: the system's wish, or the visitor's. Paper is always light. */
export class ThemeController implements ReactiveController {
  choice: ThemeChoice = remembered();
  readonly #host: ReactiveControllerHost;
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #print = matchMedia("print");
  readonly #changed = () => this.#host.requestUpdate();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What the page looks like now. */
  get effective(): "light" | "dark" {
    if (this.#print.matches) return "light";
    if (this.choice !== "system") return this.choice;
    return this.#dark.matches ? "dark" : "light";
  }

  hostConnected(): void {
    this.#apply();
    this.#dark.addEventListener("change", this.#changed);
    this.#print.addEventListener("change", this.#changed);
  }

  hostDisconnected(): void {
    this.#dark.removeEventListener("change", this.#changed);
    this.#print.removeEventListener("change", this.#changed);
  }

  /** System, light, dark, and round again. */
  next(): void {
    this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length];
    this.#apply();
    try {
      localStorage.setItem(KEY, this.choice);
    } catch {
      // A browser that remembers nothing asks again next time.
    }
    this.#host.requestUpdate();
  }

  #apply(): void {
    const { dataset } = document.documentElement;
    if (this.choice === "system") delete dataset["theme"];
    else dataset["theme"] = this.choice;
  }
}

function remembered(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return CHOICES.find((choice) => choice === stored) ?? "system";
  } catch {
    return "system";
  }
}
