/**
 * Variables that tools and their clients read. A Dify daemon starts plugins with its whole environment, database
 * passwords and server keys included; none of that has to stay within reach of a plugin.
 */
const kept =
  /^(aws_.*|(https?|no|all)_proxy|node_.*|ssl_cert_(file|dir)|path|home|user|lang|lc_.*|tz|tmpdir|tmp|temp|install_method|systemroot|userprofile|appdata|localappdata|playwright_.*)$/i;

/** Removes from this process's environment what no tool has a use for. */
export const pruneEnvironment = (environment: NodeJS.ProcessEnv = process.env): void => {
  for (const name of Object.keys(environment)) {
    if (!kept.test(name)) delete environment[name];
  }
};
