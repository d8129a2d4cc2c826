import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "@tsunagu/core";

/** Makes the check that a request carries a token: undefined when it does, otherwise the answer to refuse it with. */
export const bearerCheck = (token: Secret): ((request: Request) => Response | undefined) => {
  const expected = digest(token.expose());
  return (request) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined;
    const challenge = given === undefined ? "Bearer" : 'Bearer error="invalid_token"';
    return new Response(null, { status: 401, headers: { "www-authenticate": challenge } });
  };
};

/** Equal lengths, whatever was given, so that a comparison takes the same time. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
