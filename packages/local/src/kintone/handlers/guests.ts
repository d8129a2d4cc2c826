import { type Call, checkAdministrator, type Handler } from "../call.ts";
import { invalidInput } from "../errors.ts";
import { objectAt, requiredList, requiredText } from "../parameters.ts";

/** `POST guests.json`: makes guests, who are in no space yet. Their passwords are checked and not kept. */
export const postGuests: Handler = (call) => {
  checkAdministrator(call);
  const guests = requiredList(call.parameters, "guests").map((raw, index) => {
    const path = `guests[${index}]`;
    const guest = objectAt(raw, path);
    const [code = "", name = ""] = REQUIRED.map((field) => requiredText(guest, field, `${path}.${field}`));
    if (call.store.guests.has(code)) throw invalidInput(`${path}.code`, `There is a guest ${code} already.`);
    return { code, name };
  });
  for (const guest of guests) call.store.guests.set(guest.code, guest);
  return {};
};

/** `DELETE guests.json`: they also leave their spaces. */
export const deleteGuests: Handler = (call) => {
  checkAdministrator(call);
  const codes = requiredList(call.parameters, "guests").map(String);
  const unknown = codes.findIndex((code) => !isGuest(call, code));
  if (unknown >= 0) throw invalidInput(`guests[${unknown}]`, "There is no such guest.");
  for (const code of codes) call.store.guests.delete(code);
  for (const space of call.store.spaces.all) space.guests = space.guests.filter((guest) => !codes.includes(guest));
  return {};
};

const REQUIRED = ["code", "name", "password", "timezone"] as const;

/** Guests of a space count as guests however they came there. */
const isGuest = ({ store }: Call, code: string): boolean =>
  store.guests.has(code) || store.spaces.all.some(({ guests }) => guests.includes(code));
