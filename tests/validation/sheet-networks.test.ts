import { describe } from "vitest";
import { testPart } from "../support/sheet.ts";

describe("the sheet of texts, neighbours and networks passes", () => testPart("networks"));
