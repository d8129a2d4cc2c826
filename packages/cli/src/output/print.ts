/** Writes a result to standard output, with a line end. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Writes a result as JSON. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Writes a note to people, on standard error. */
export const note = (text: string): void => {
  process.stderr.write(`${printable(text)}\n`);
};

/** Text that cannot steer a terminal: control characters, except line ends and tabs, are replaced. */
export const printable = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, "�");
