import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { given } from "../settings/given.ts";

const guest = () =>
  z.strictObject({
    code: z.string().min(3).max(256).describe("Mail address; it is also the login name."),
    name: z.string().min(1).max(128).describe("Name that is shown."),
    password: z
      .string()
      .min(1)
      .max(256)
      .meta({ format: "password", writeOnly: true })
      .describe("First password. It is sent to kintone only: no answer, log or error shows it."),
    timezone: z.string().min(1).max(64).describe("Time zone, such as Asia/Tokyo."),
    locale: z.enum(["auto", "en", "zh", "ja"]).optional().describe("Language. Without it auto: the browser's."),
    company: z.string().max(100).optional(),
    division: z.string().max(100).optional(),
    phone: z.string().max(100).optional(),
  });

/**
 * Makes guests, who can then be taken into guest spaces.
 *
 * @see kintone REST API, Add Guests
 */
export const kintoneAddGuests = kintoneTool({
  name: "kintone_add_guests",
  title: "Add kintone guests",
  description:
    "Makes guest users of the kintone domain. They are in no space yet: kintone_update_space_guests takes them into a guest space. No " +
    "invitation is sent; each guest has to be told the password on another way. All are made or none. Needs a login by password of an " +
    "administrator of kintone.",
  effect: { kind: "write", idempotent: false },
  permissions: [kintoneAdministration],

  input: () =>
    z.strictObject({
      guests: z
        .array(guest())
        .min(1)
        .max(100)
        .describe(
          'The guests, as [{"code": "guest@example.com", "name": "Guest", "password": "…", "timezone": "Asia/Tokyo"}].',
        ),
      request_timeout: requestTimeout(),
    }),

  output: () => z.object({ guests: z.array(z.string()).describe("Mail addresses of the guests that were made.") }),

  plan: ({ guests }) =>
    `Makes ${guests.length} kintone guests: ${guests.map(({ code }) => JSON.stringify(code)).join(", ")}.`,

  execute: ({ guests, request_timeout }, { session, signal }) => {
    for (const { password } of guests) session.protect(password);
    const parameters = {
      guests: guests.map(({ code, name, password, timezone, ...more }) => ({
        code,
        name,
        password,
        timezone,
        ...given(more),
      })),
    };
    return session
      .request("addGuests", (client) => client.space.addGuests(parameters), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ guests: guests.map(({ code }) => code) }));
  },

  present: ({ guests }) => [
    { type: "text", text: `Made ${guests.length} guests; they are in no space yet: ${guests.join(", ")}.` },
  ],
});
