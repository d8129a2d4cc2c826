import { isObject } from "@tsunagu/core";
import type { BackwardsEvent } from "./carrier.ts";

/** A piece of an answer and the request it belongs to; undefined for what is none. */
export const readBackwardsEvent = (
  data: unknown,
  size: number,
): { readonly requestId: string; readonly event: BackwardsEvent } | undefined => {
  if (!isObject(data)) return undefined;
  const { backwards_request_id: requestId, event, message } = data;
  if (typeof requestId !== "string" || (event !== "response" && event !== "error" && event !== "end")) return undefined;
  return {
    requestId,
    event: { event, message: typeof message === "string" ? message : "", data: data["data"], size },
  };
};
