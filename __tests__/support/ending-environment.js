const { AsyncLocalStorage } = require("node:async_hooks");
const { TestEnvironment } = require("jest-environment-node");

const used = new Set();
// eslint-disable-next-line typescript/unbound-method -- it is called with its storage
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function runNoted(...args) {
  used.add(this);
  return run.apply(this, args);
};

/** Ends the storages that jest opens for each file: Node hands every one of them on to each promise of all later files. */
module.exports = class EndingEnvironment extends TestEnvironment {
  async teardown() {
    for (const storage of used) storage.disable();
    used.clear();
    await super.teardown();
  }
};
