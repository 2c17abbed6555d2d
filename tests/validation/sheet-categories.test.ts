import { describe } from "vitest";
import { testPart } from "../support/sheet.ts";

describe("the sheet of categories passes", () => testPart("categories"));
