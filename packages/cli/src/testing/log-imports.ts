import { registerHooks } from "node:module";

// Loaded before a command (`node --import`), so that a test sees which modules the command loads.
registerHooks({
  load: (url, context, next) => {
    process.stderr.write(`loaded ${url}\n`);
    return next(url, context);
  },
});
