import type { ReactiveController, ReactiveControllerHost } from "lit";

export type PageView = "lab" | "sweep" | "self-check";

/** Fetched when they are first asked for. */
const VIEWS: Readonly<Record<PageView, () => Promise<unknown>>> = {
  lab: () => Promise.resolve(),
  sweep: () => import("./lab-sweep.ts"),
  "self-check": () => import("./lab-self-check.ts"),
};

/** Which view the address asks for, e.g. "#self-check", and what it says after a "=". */
export class PageViewController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #visited = new Set<PageView>();
  readonly #read = () => {
    const { current } = this;
    this.#host.requestUpdate();
    // An element that is not defined yet would get its properties too late to connect.
    void VIEWS[current]().then(() => {
      this.#visited.add(current);
      this.#host.requestUpdate();
    });
  };

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("hashchange", this.#read);
    this.#read();
  }

  hostDisconnected(): void {
    removeEventListener("hashchange", this.#read);
  }

  get current(): PageView {
    if (location.hash === "#sweep") return "sweep";
    return /^#self-check(=|$)/.test(location.hash) ? "self-check" : "lab";
  }

  get detail(): string {
    return decodeURIComponent(location.hash.split("=")[1] ?? "");
  }

  /** What was open once stays as it is behind the others. */
  isKept(view: PageView): boolean {
    return this.#visited.has(view);
  }
}
