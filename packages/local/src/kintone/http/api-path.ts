/** An API path without its prefix: `record.json`, and the guest space it was called in. */
export interface ApiPath {
  readonly path: string;
  readonly guestSpaceId: number | undefined;
}

/** Reads `/k/v1/…` or `/k/guest/{id}/v1/…`; undefined for any other path. */
export const apiPath = (pathname: string): ApiPath | undefined => {
  const match = /^\/k\/(?:guest\/(\d{1,15})\/)?v1\/(.+)$/.exec(pathname);
  if (match === null) return undefined;
  const [, guestSpaceId, path = ""] = match;
  return { path, guestSpaceId: guestSpaceId === undefined ? undefined : Number(guestSpaceId) };
};
