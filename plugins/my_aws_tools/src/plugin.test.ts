import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { makeTempDirectory } from "@tsunagu/core";
import { checkPlugin, pluginFiles } from "@tsunagu/dify-adapter";
import { unpackTo } from "@tsunagu/dify-adapter/package";
import { startDaemon } from "@tsunagu/dify-adapter/testing";
import { expect, test } from "vitest";
