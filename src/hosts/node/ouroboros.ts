import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { LabError, messageOf } from "../../errors.ts";
import { experimentJsonSchema } from "../../experiments/schema.ts";
import { presets } from "../../experiments/index.ts";
import { designs } from "../../sweeps/designs.ts";
import { decomposeCommand } from "./decompose-command.ts";
import { describeCommand, presetsCommand } from "./describe-command.ts";
import { ExitCode } from "./exit-code.ts";
import { type ForkCommandOptions, forkCommand } from "./fork-command.ts";
import { type RunCommandOptions, runCommand } from "./run-command.ts";
import { type SweepCommandOptions, sweepCommand } from "./sweep-command.ts";
import { sweepJsonSchema } from "../../sweeps/schema.ts";
import { say } from "./terminal.ts";
import { validateCommand, type ValidateCommandOptions } from "./validate-command.ts";
import { version } from "./version.ts";
import { standWhereCalled } from "./working-folder.ts";

standWhereCalled("ouroboros", "validate");
process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  let code: number = ExitCode.DONE;
  const backend = () =>
    new Option("--backend <name>", "where it is computed").choices(["webgpu", "cpu"]);
  const noSubgroups = () =>
    new Option("--no-subgroups", "without what neighbouring lanes of the graphics card share");
  const noHalf = () =>
    new Option("--no-half", "in single precision, also where an experiment asks for half");
  const program = new Command("ouroboros")
    .description("A lab for model collapse: generative models that learn from their own output.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} });

  program
    .command("run")
    .description("run an experiment into a folder")
    .argument("<experiment>", `an experiment file, or a preset: ${presetNames()}`)
    .requiredOption("--out <folder>", "where manifest, records, checkpoints and report go", named)
    .addOption(backend())
    .option("--resume", "go on where the run in the folder ended")
    .option("--seed <number>", "in place of the experiment's own", wholeSeed)
    .option("--no-tuning", "matrix products as on any graphics card, not as is fastest on this one")
    .addOption(noSubgroups())
    .addOption(noHalf())
    .action(async (experiment: string, options: RunCommandOptions) => {
      code = await runCommand(experiment, options);
    });
  program
    .command("fork")
    .description("go on with a run from one of its generations, with a change and the same chance")
    .argument("<run>", "the folder of a run")
    .requiredOption("--at <generation>", "the last one that both have in common", wholeGeneration)
    .requiredOption("--out <folder>", "where the fork goes", named)
    .option("--change <file>", "keys of the experiment that change, as JSON")
    .option(
      "--set <path=value>",
      "one setting that changes, e.g. $.family.config.samplingBias=0.9; may be repeated",
      (words: string, before: readonly string[] | undefined) => [...(before ?? []), words],
    )
    .action(async (run: string, options: ForkCommandOptions) => {
      code = await forkCommand(run, options);
    });
  program
    .command("sweep")
    .description("run an experiment with many settings into a folder: tables and a phase diagram")
    .argument("<sweep>", "a sweep file")
    .requiredOption("--out <folder>", "where cells, tables and report go", named)
    .addOption(backend())
    .option("--resume", "go on with the cells that are not finished")
    .option("--no-tuning", "matrix products as on any graphics card, not as is fastest on this one")
    .addOption(noSubgroups())
    .addOption(noHalf())
    .action(async (sweep: string, options: SweepCommandOptions) => {
      code = await sweepCommand(sweep, options);
    });
  program
    .command("decompose")
    .description("what each type of error does, alone and with the others: a design of on and off")
    .argument(
      "[design]",
      `a sweep file with two values per axis, or one of: ${designNames()}`,
      "two-modes",
    )
    .requiredOption("--out <folder>", "where cells, tables and effects go", named)
    .addOption(backend())
    .option("--resume", "go on with the cells that are not finished")
    .addOption(noSubgroups())
    .addOption(noHalf())
    .action(async (design: string, options: SweepCommandOptions) => {
      code = await decomposeCommand(design, options);
    });
  program
    .command("presets")
    .description("list the experiments that come with the lab, or print one as a file")
    .argument("[name]")
    .action((name: string | undefined) => presetsCommand(name));
  program
    .command("describe")
    .description("every plug-in with its settings, ranges and units")
    .argument("[names...]", "names of plug-ins; all where none is named")
    .option("--json", "as JSON")
    .action((names: string[], { json = false }: { readonly json?: boolean }) =>
      describeCommand(names, json),
    );
  program
    .command("schema")
    .description("the JSON Schema of experiment files, or of sweep files")
    .addArgument(new Argument("[kind]").choices(["experiment", "sweep"]).default("experiment"))
    .action((kind: "experiment" | "sweep") => {
      const schema = kind === "sweep" ? sweepJsonSchema() : experimentJsonSchema();
      print(JSON.stringify(schema, null, 2));
    });
  program
    .command("validate")
    .description("hold the lab against closed forms, and its kernels against their references")
    .argument("[names...]", "names of checks or of kernels; all where none is named")
    .addOption(backend())
    .addOption(noSubgroups())
    .addOption(noHalf())
    .option("--json", "as JSON, one result per line")
    .option("--sheet <file>", "the whole sheet as JSON, for a bug report")
    .action(async (names: string[], options: ValidateCommandOptions) => {
      code = await validateCommand(names, options);
    });
  program.commands.forEach((command) => command.copyInheritedSettings(program));

  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    return report(error, program);
  }
}

/** Says in one line what went wrong. Returns the exit code for it. */
function report(error: unknown, program: Command): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCode.DONE;
    if (error.code === "commander.help") {
      process.stderr.write(program.helpInformation());
      return ExitCode.MISTAKE;
    }
    say(`${error.message.replaceAll(/^error: |\.$/g, "")}; "ouroboros --help" says more`);
    return ExitCode.MISTAKE;
  }
  if (error instanceof LabError) {
    const remedy = error.code === "store" ? "; mend it, or begin anew in another folder" : "";
    say(`${error.message}${remedy}`);
    if (error.code === "device") return ExitCode.DEVICE;
    return error.code === "config" || error.code === "store" ? ExitCode.MISTAKE : ExitCode.FAILED;
  }
  say(messageOf(error));
  return ExitCode.FAILED;
}

function wholeSeed(text: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (seed <= 2 ** 32 - 1) return seed;
  throw new InvalidArgumentError(`expected a whole number from 0 to ${2 ** 32 - 1}.`);
}

function wholeGeneration(text: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected the number of a generation.");
}

/** An empty name, as of a variable that is not set, would be the folder where one stands. */
function named(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("name a folder.");
}

function designNames(): string {
  return designs.map(({ name }) => name).join(", ");
}

function presetNames(): string {
  return presets.map(({ experiment }) => experiment.name).join(", ");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
