/** The numbers behind the diagrams of a page, as JSON; null where there is none. */
export interface SweepData {
  readonly generations: readonly number[];
  readonly quantities: readonly QuantityData[];
  /** CSS colours from low to high. */
  readonly sequential: readonly string[];
  /** From far below to far above. */
  readonly diverging: readonly string[];
  /** Standard errors at which the diverging colours end. */
  readonly bound: number;
}

export interface QuantityData {
  readonly unit: string;
  /** Of the colours, in all generations alike. */
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
  /** By generation and point. */
  readonly mean: readonly (readonly (number | null)[])[];
  readonly error: readonly (readonly (number | null)[])[];
  readonly theory: readonly (readonly (number | null)[])[];
}

/** A point of a diagram: null is without colour. */
export interface Mark {
  readonly fill: string | null;
  readonly text: string;
  /** From the lowest colour, 0, to the highest, 1; null where there is no value. */
  readonly place: number | null;
  /** There will be no value: it is crossed out. */
  readonly isFailed?: boolean;
}

export interface Painting {
  readonly measured: readonly Mark[];
  readonly theory: readonly Mark[];
  readonly difference: readonly Mark[];
  /** Places one standard error below and above what was measured. */
  readonly spreads: readonly (readonly [number, number] | null)[];
  /** At even steps of the colours. */
  readonly ticks: readonly string[];
  readonly hasTheory: boolean;
}

/**
 * What one quantity looks like in one of the generations. The page has it as a text too, so it
 * refers to nothing outside of itself.
 */
export function painting(data: SweepData, quantity: number, step: number): Painting {
  const { unit, low, high, logarithmic, ...values } = data.quantities[quantity];
  const dimension = unit === "" ? "" : ` ${unit}`;
  const rounded = (value: number) => {
    const size = Math.abs(value);
    const isPlain = size === 0 || (size >= 1e-4 && size < 1e6);
    const text = isPlain
      ? String(Number(value.toPrecision(4)))
      : value
          .toExponential(3)
          .replace(/\.?0+e/, "e")
          .replace("e+", "e");
    return text.replaceAll("-", "−");
  };
  const colour = (palette: readonly string[], part: number) => {
    const place = Math.round(Math.min(Math.max(part, 0), 1) * (palette.length - 1));
    return palette[place];
  };
  const place = (value: number) => {
    if (high === low) return 0.5;
    const part = logarithmic
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / (high - low);
    return Math.min(Math.max(part, 0), 1);
  };
  const mean = values.mean[step];
  const error = values.error[step];
  const theory = values.theory[step];
  const nothing = (text: string): Mark => ({ fill: null, text, place: null });
  const mark = (value: number | null, more: string): Mark => {
    if (value === null) return nothing("no value");
    const fill = colour(data.sequential, place(value));
    return { fill, text: rounded(value) + more + dimension, place: place(value) };
  };
  const difference = mean.map((value, i): Mark => {
    const [expected, spread] = [theory[i], error[i]];
    if (value === null || expected === null) return nothing("no value");
    const errors = value === expected ? 0 : spread === null ? null : (value - expected) / spread;
    if (errors === null || Number.isNaN(errors)) return nothing("no standard error");
    const part = 0.5 + errors / (2 * data.bound);
    const text = `${rounded(errors)} standard errors`;
    return { fill: colour(data.diverging, part), text, place: part };
  });
  return {
    measured: mean.map((value, i) => {
      const spread = error[i];
      return mark(value, spread === null ? "" : ` ± ${rounded(spread)}`);
    }),
    theory: theory.map((value) => mark(value, "")),
    difference,
    spreads: mean.map((value, i) => {
      const spread = error[i];
      if (value === null || spread === null) return null;
      return [place(value - spread), place(value + spread)];
    }),
    ticks: [0, 0.25, 0.5, 0.75, 1].map((part) =>
      rounded(logarithmic ? low * (high / low) ** part : low + (high - low) * part),
    ),
    hasTheory: theory.some((value) => value !== null),
  };
}

/** Lets the reader of a page choose. Refers to nothing outside of itself, either. */
export function choosing(paint: typeof painting): void {
  const find = (id: string) => document.getElementById(id);
  const data = JSON.parse(find("sweep-data")!.textContent) as SweepData;
  const quantity = find("quantity") as HTMLSelectElement;
  const generation = find("generation") as HTMLInputElement;
  const update = () => {
    const step = Number(generation.value);
    const painted = paint(data, Number(quantity.value), step);
    find("generation-shown")!.textContent = String(data.generations[step]);
    for (const kind of ["measured", "theory", "difference"] as const) {
      for (const rect of document.querySelectorAll<SVGElement>(`.of-${kind} [data-point]`)) {
        const { fill, text } = painted[kind][Number(rect.dataset["point"])];
        rect.setAttribute("fill", fill ?? "none");
        rect.querySelector("title")!.textContent = `${rect.dataset["at"]!}: ${text}`;
      }
    }
    for (const profile of document.querySelectorAll<SVGElement>("svg.profile")) {
      const [bottom, height] = [
        Number(profile.dataset["bottom"]),
        Number(profile.dataset["height"]),
      ];
      const level = (place: number) => String(bottom - height * place);
      for (const dot of profile.querySelectorAll<SVGElement>("[data-dot]")) {
        const { place, text } = painted.measured[Number(dot.dataset["dot"])];
        dot.setAttribute("cy", level(place ?? 0));
        dot.setAttribute("visibility", place === null ? "hidden" : "visible");
        dot.querySelector("title")!.textContent = `${dot.dataset["at"]!}: ${text}`;
      }
      for (const line of profile.querySelectorAll<SVGElement>("[data-spread]")) {
        const spread = painted.spreads[Number(line.dataset["spread"])];
        line.setAttribute("y1", level(spread === null ? 0 : spread[0]));
        line.setAttribute("y2", level(spread === null ? 0 : spread[1]));
      }
      for (const line of profile.querySelectorAll<SVGElement>("[data-line]")) {
        const points = line.dataset["line"]!.split(" ").flatMap((pair) => {
          const [x, point] = pair.split(":");
          const { place } = painted.theory[Number(point)];
          return place === null ? [] : [`${x},${level(place)}`];
        });
        line.setAttribute("points", points.join(" "));
      }
    }
    for (const cell of document.querySelectorAll<HTMLElement>("td[data-point]")) {
      const point = Number(cell.dataset["point"]);
      const kind = cell.dataset["kind"] as "measured" | "theory";
      cell.textContent = painted[kind][point].text;
    }
    for (const tick of document.querySelectorAll<SVGElement>("[data-tick]")) {
      tick.textContent = painted.ticks[Number(tick.dataset["tick"])];
    }
    for (const part of document.querySelectorAll<HTMLElement>(".with-theory")) {
      part.hidden = !painted.hasTheory;
    }
  };
  for (const control of [quantity, generation]) control.addEventListener("input", update);
  update();
  find("controls")!.hidden = false;
}

/** Both as the text of a script. Some compilers leave calls of a helper in functions. */
export function sweepScript(): string {
  return `const __name = (value) => value;
(${choosing.toString()})(${painting.toString()});`;
}
