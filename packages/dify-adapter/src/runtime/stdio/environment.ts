/**
 * Variables that tools, the AWS SDK and Node read. A Dify daemon starts plugins with its whole environment, database
 * passwords and server keys included; none of that has to stay within reach of a plugin.
 */
const kept: readonly RegExp[] = [
  /^aws_(?!access_key$|secret_key$)/i, // these two are the daemon's own, for its storage
  /^(https?|no|all)_proxy$/i,
  /^node_(options|extra_ca_certs|use_system_ca|use_env_proxy)$/i,
  /^ssl_cert_(file|dir)$/i,
  /^(path|home|user|lang|lc_\w+|tz|tmpdir|tmp|temp)$/i,
  /^(systemroot|userprofile|appdata|localappdata)$/i,
  /^(install_method|playwright_\w+)$/i,
];

/** Removes from this process's environment what no tool has a use for. */
export const pruneEnvironment = (environment: NodeJS.ProcessEnv = process.env): void => {
  for (const name of Object.keys(environment)) {
    if (!kept.some((pattern) => pattern.test(name))) delete environment[name];
  }
};
