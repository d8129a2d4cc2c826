import type { ToolErrorCode } from "@tsunagu/core";

/** What a code of kintone means to a caller. */
export interface KnownCode {
  readonly code: ToolErrorCode;
  readonly meaning: string;
  readonly hint?: string;
  /** kintone says itself that sending the same again may succeed: nothing was done. */
  readonly nothingDone?: boolean;
}

const checkToken = "Check the credential: an API token must be generated and saved in the app, and the app updated.";
const checkQuery = "Call kintone_get_fields for the field codes and types, and use the operators that the type has.";
const guestSpace = "Set kintone_guest_space_id to the number in the address /k/guest/<number>/.";

/**
 * kintone's error codes. Codes decide, not status numbers, which differ between versions, and never texts, which follow
 * the caller's language.
 *
 * @see kintone REST API, error responses
 */
export const knownCodes: Readonly<Record<string, KnownCode>> = {
  CB_VA01: { code: "invalid_input", meaning: "kintone does not take the input." },
  CB_IJ01: { code: "invalid_input", meaning: "kintone cannot read the request as JSON of the expected shape." },
  CB_IL02: { code: "invalid_input", meaning: "kintone does not take a request of this form." },
  CB_AU01: { code: "unauthenticated", meaning: "kintone asks for a login.", hint: checkToken },
  CB_WA01: { code: "unauthenticated", meaning: "The login name or the password is wrong." },
  GAIA_IA02: { code: "unauthenticated", meaning: "kintone does not know the API token.", hint: checkToken },
  GAIA_DA03: {
    code: "invalid_input",
    meaning: "Two of the API tokens belong to the same app.",
    hint: "Give one token for each app; a token can carry several permissions.",
  },
  CB_NO02: { code: "forbidden", meaning: "The credential lacks a permission." },
  GAIA_NO01: {
    code: "forbidden",
    meaning: "The API token cannot make this call: it belongs to another app, or lacks a permission.",
  },
  GAIA_AP01: {
    code: "not_found",
    meaning: "There is no such app.",
    hint: `Check kintone_app_id: it is the number in the app's address /k/<number>/. For an app in a guest space: ${guestSpace}`,
  },
  GAIA_RE01: {
    code: "not_found",
    meaning: "The app has no such record.",
    hint: "Find the record's id with kintone_query.",
  },
  GAIA_RE02: { code: "not_found", meaning: "The record has no such comment." },
  GAIA_BL01: {
    code: "not_found",
    meaning: "There is no such file.",
    hint: "A download needs the fileKey of a FILE field, read from the record now; the key that an upload answers with downloads nothing.",
  },
  GAIA_CO02: {
    code: "conflict",
    meaning: "The record was changed meanwhile.",
    hint: "Read the record again and send its present $revision.",
  },
  GAIA_UN03: {
    code: "conflict",
    meaning: "The record was changed meanwhile.",
    hint: "Read the record again, then change it.",
  },
  GAIA_DA02: { code: "unavailable", meaning: "kintone's database was busy with another change.", nothingDone: true },
  GAIA_TO04: { code: "rate_limited", meaning: "Too many calls run in this kintone domain at once.", nothingDone: true },
  GAIA_QU01: { code: "invalid_input", meaning: "The limit of a query is above 500." },
  GAIA_QU02: {
    code: "invalid_input",
    meaning: "The offset of a query is above 10,000.",
    hint: "Leave `offset` out, or continue with a condition such as $id > 10000.",
  },
  GAIA_IQ03: {
    code: "invalid_input",
    meaning: "The query uses an operator that the field's type does not have.",
    hint: checkQuery,
  },
  GAIA_IQ07: {
    code: "invalid_input",
    meaning: "Fields inside a table take `in` and `not in`, not `=` and `!=`.",
    hint: checkQuery,
  },
  GAIA_IQ10: {
    code: "invalid_input",
    meaning: "The query names a choice that the field does not have.",
    hint: checkQuery,
  },
  GAIA_IQ11: {
    code: "invalid_input",
    meaning: "The query names a field that the app does not have.",
    hint: checkQuery,
  },
  GAIA_IQ23: { code: "invalid_input", meaning: "A function in the query has wrong arguments.", hint: checkQuery },
  GAIA_IQ25: { code: "invalid_input", meaning: "A function in the query has wrong arguments.", hint: checkQuery },
  GAIA_IL01: { code: "invalid_input", meaning: "A formula cannot be computed." },
  GAIA_IL03: {
    code: "conflict",
    meaning: "The record's status changed meanwhile.",
    hint: "Read the record again, then decide.",
  },
  GAIA_IL08: { code: "invalid_input", meaning: "The number of arguments is wrong." },
  GAIA_IL23: { code: "invalid_input", meaning: "The app is in a guest space.", hint: guestSpace },
  GAIA_IR02: { code: "invalid_input", meaning: "A condition on related records is wrong.", hint: checkQuery },
  GAIA_ST02: {
    code: "unsupported",
    meaning: "The app does not use process management.",
    hint: "Switch it on in the app's settings.",
  },
  GAIA_LO02: {
    code: "invalid_input",
    meaning: "A lookup found no record, or may not be read.",
    hint: "Tokens of both apps are needed.",
  },
  GAIA_LO03: { code: "invalid_input", meaning: "A lookup found more than one record." },
  GAIA_LO04: {
    code: "invalid_input",
    meaning: "A lookup's source cannot be read.",
    hint: "Tokens of both apps are needed.",
  },
  GAIA_FN11: {
    code: "invalid_input",
    meaning: "The layout leaves out fields of the form.",
    hint: "Call kintone_get_form_layout with preview: true, change what it answers, and send all of it.",
  },
  GAIA_FC01: {
    code: "invalid_input",
    meaning: "A field code is wrong.",
    hint: "Call kintone_get_fields for the field codes.",
  },
};

/** What a status means when kintone gives no code that is known. */
export const codeOfStatus = (status: number): ToolErrorCode => {
  if (status === 502 || status === 503 || status === 504) return "unavailable";
  return byStatus[status] ?? "upstream";
};

const byStatus: Readonly<Record<number, ToolErrorCode>> = {
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  414: "too_large",
  429: "rate_limited",
};
