import packageFile from "../../../package.json" with { type: "json" };

/** Of the lab. */
export const { version } = packageFile;
