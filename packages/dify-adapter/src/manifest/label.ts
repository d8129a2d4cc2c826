const acronyms: ReadonlySet<string> = new Set(
  "api app arn asr aws csv dns http https iam id ids ip json kb kms llm md5 mfa pdf s3 sql sse ssl ssml sso sts tls ttl tts uri url utc vpc xml yaml".split(
    " ",
  ),
);

/** A field's English label, made of its name: `kms_key_id` → `KMS key ID`. */
export const labelOf = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .split(/[_\-\s]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
  return words
    .map((word, index) => (acronyms.has(word) ? acronym(word) : index === 0 ? capitalize(word) : word))
    .join(" ");
};

const acronym = (word: string): string => (word === "ids" ? "IDs" : word.toUpperCase());

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
