/** Leaves out what cdktf does and loads for nothing when it synthesizes. To be imported before cdktf. */
import { Module } from "node:module";

// cdktf takes a whole stack trace for every token, all of them by this, and nobody reads them. Errors have their stacks
// from their constructor.
Error.captureStackTrace = () => undefined;

// cdktf zips folders in a process of its own, which loads the 230 modules of archiver for itself; here nobody calls them.
const archiver = require.resolve("archiver", { paths: [require.resolve("cdktf")] });
require.cache[archiver] = Object.assign(new Module(archiver), { loaded: true });
