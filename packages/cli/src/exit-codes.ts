import type { ToolErrorCode } from "@tsunagu/core";

/** The exit code of each error code. */
export const exitCodes: Readonly<Record<ToolErrorCode, number>> = {
  invalid_input: 2,
  unauthenticated: 3,
  forbidden: 3,
  not_found: 4,
  conflict: 5,
  rate_limited: 6,
  unavailable: 6,
  timeout: 6,
  partial: 7,
  aborted: 1,
  too_large: 1,
  unsupported: 1,
  upstream: 1,
  internal: 1,
};

/** What `--help` says about them. */
export const exitCodeHelp = `
Exit codes:
  0    done
  1    failed (too large, unsupported, an error of the service, a defect)
  2    wrong usage or input
  3    not signed in, or not allowed
  4    not found
  5    conflict with the present state
  6    rate limited, unavailable or timed out: trying again may help
  7    done in part; the error says what was done
  130  stopped by Ctrl-C (143 by SIGTERM)`;
