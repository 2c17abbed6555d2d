import * as v from "valibot";
import { expected } from "../experiments/messages.ts";
import { described, jsonSchemaOf, strict, text, whole } from "../experiments/schema.ts";

/** The newest format of sweep files that this lab reads. */
export const SWEEP_VERSION = 1;

const MOST_AXES = 8;
/** Values of one axis. */
const MOST_VALUES = 10_000;

/** What a sweep file may say: checks, defaults and the help of editors come from here. */
export function sweepSchema() {
  return strict({
    $schema: described("The JSON Schema that editors complete by.", v.exactOptional(text())),
    version: described(
      "Version of this format.",
      v.optional(v.literal(SWEEP_VERSION, expected(`${SWEEP_VERSION}`)), SWEEP_VERSION),
    ),
    name: described("Short, in kebab-case.", text(1)),
    title: described("As people read it.", v.exactOptional(text())),
    source: described("Where the setting was published.", v.exactOptional(text())),
    experiment: described(
      "What all cells have in common: an experiment, or the name of a preset.",
      v.union(
        [text(1), v.record(v.string(), v.unknown())],
        expected("an experiment, or the name of a preset"),
      ),
    ),
    axes: described("What differs between cells.", axesSchema()),
    mode: described(
      "grid: every value of an axis with every other; list: the axes step together.",
      v.optional(choice("grid", "list"), "grid"),
    ),
    invalid: described(
      "What happens to cells that make no sense: refuse the sweep, or skip and list them.",
      v.optional(choice("refuse", "skip"), "refuse"),
    ),
    budget: described(
      "What one call may take; it stops at the end of a batch, and --resume goes on.",
      v.optional(
        strict({
          minutes: described("Of time.", v.exactOptional(above(0))),
          cells: described("That are run.", v.exactOptional(whole(1, 2 ** 24))),
        }),
        {},
      ),
    ),
  });
}

/** The JSON Schema of sweep files (draft 2020-12), for editors. */
export function sweepJsonSchema(): object {
  return jsonSchemaOf(sweepSchema(), "Ouroboros sweep");
}

function axesSchema() {
  const axis = strict({
    setting: described('Where in the experiment, e.g. "$.family.config.samplingBias".', text(1)),
    label: described("As people read it.", v.exactOptional(text(1))),
    values: described("What it is in the cells.", valuesSchema()),
  });
  const message = expected(`a list of 1 to ${MOST_AXES} axes`);
  return v.pipe(v.array(axis, message), v.minLength(1, message), v.maxLength(MOST_AXES, message));
}

function valuesSchema() {
  const message = expected(`a list of 1 to ${MOST_VALUES} values`);
  const list = v.pipe(
    v.array(v.unknown(), message),
    v.minLength(1, message),
    v.maxLength(MOST_VALUES, message),
  );
  const range = strict({
    from: finite(),
    to: finite(),
    count: whole(2, MOST_VALUES),
    scale: v.optional(choice("linear", "log"), "linear"),
  });
  const positive = expected("ends above 0, since ratios have no other way between them");
  const checked = v.pipe(
    range,
    v.check(({ from, to, scale }) => scale !== "log" || (from > 0 && to > 0), positive),
  );
  const seeds = strict({ seeds: whole(1, MOST_VALUES) });
  const any = expected(
    'a list of values, a range like {"from": 0.1, "to": 10, "count": 5, "scale": "log"}, or {"seeds": 8}',
  );
  return v.lazy((input): v.GenericSchema => {
    if (Array.isArray(input)) return list;
    if (typeof input !== "object" || input === null) return v.union([list, checked, seeds], any);
    return "seeds" in input ? seeds : checked;
  });
}

function choice<const A extends string, const B extends string>(first: A, second: B) {
  return v.picklist([first, second], expected(`"${first}" or "${second}"`, [first, second]));
}

function finite() {
  const message = expected("a number");
  return v.pipe(v.number(message), v.finite(message));
}

function above(bound: number) {
  const message = expected(`a number above ${bound}`);
  return v.pipe(v.number(message), v.gtValue(bound, message), v.finite(message));
}
