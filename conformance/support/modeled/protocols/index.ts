import type { ProtocolName } from "../routing.ts";
import { jsonProtocol } from "./json.ts";
import type { Protocol } from "./protocol.ts";
import { queryProtocol } from "./query.ts";
import { restJsonProtocol } from "./rest-json.ts";

export const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  json: jsonProtocol,
  query: queryProtocol,
  "rest-json": restJsonProtocol,
};
