import { defineConfig } from "vitest/config";

const source = {
  resolve: { conditions: ["@tsunagu/source", "node"] },
  ssr: { resolve: { conditions: ["@tsunagu/source", "node"] } },
};

/** Records what AWS peers are asked and answer, and checks it against AWS's models after the tests. */
const traffic = {
  setupFiles: ["conformance/support/traffic/record.ts"],
  globalSetup: ["conformance/support/traffic/check.ts"],
};

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          ...traffic,
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "plugins/*/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", "**/*.process.test.ts"],
          isolate: false,
          maxWorkers: "100%",
          testTimeout: 20_000,
        },
      },
      {
        ...source,
        test: {
          ...traffic,
          name: "process",
          include: ["packages/*/src/**/*.process.test.ts", "plugins/*/**/*.process.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { ...source, test: { name: "structure", include: ["scripts/structure.test.ts"] } },
      {
        ...source,
        test: {
          ...traffic,
          name: "conformance",
          include: ["conformance/**/*.test.ts"],
          exclude: ["**/node_modules/**", "conformance/.venv/**"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
