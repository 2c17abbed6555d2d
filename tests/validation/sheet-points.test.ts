import { describe } from "vitest";
import { testPart } from "../support/sheet.ts";

describe("the sheet of points and numbers passes", () => testPart("points"));
