import { SignatureFailure } from "./failure.ts";

/** What a request says about its own signature. Nothing of it is verified yet. */
export interface Claim {
  readonly kind: "header" | "presigned";
  readonly algorithm: string;
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: Date;
  /** The date as signed, `YYYYMMDDTHHMMSSZ`. */
  readonly dateText: string;
  readonly sessionToken: string | undefined;
  /** Presigned only: for how many seconds the link is valid. */
  readonly expiresIn: number | undefined;
}

/** Splits `key/day/region/service/aws4_request`. */
export const parseCredential = (
  credential: string,
  problem: "malformed" | "link_invalid",
): Pick<Claim, "accessKeyId" | "day" | "region" | "service" | "scope"> => {
  const parts = credential.split("/");
  const [accessKeyId, day, region, service, terminator] = parts;
  if (
    parts.length !== 5 ||
    !accessKeyId ||
    day === undefined ||
    !region ||
    !service ||
    !/^\d{8}$/.test(day) ||
    terminator !== "aws4_request"
  ) {
    throw new SignatureFailure(
      problem,
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  return { accessKeyId, day, region, service, scope: parts.slice(1).join("/") };
};

/** Reads `YYYYMMDDTHHMMSSZ`. */
export const parseBasicDate = (text: string): Date | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const date = new Date(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** Writes `YYYYMMDDTHHMMSSZ`. */
export const formatBasicDate = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, "");
