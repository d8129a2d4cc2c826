/** The one account that everything on the local server belongs to. The numbers are those of AWS's own examples. */
export const account = {
  id: "111122223333",
  userName: "local",
  userId: "AIDALOCALUSER0000000",
  canonicalId: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
} as const;
