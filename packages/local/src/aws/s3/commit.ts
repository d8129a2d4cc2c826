import type { Body } from "./bodies.ts";
import type { S3Call } from "./call.ts";
import { checkWriteConditions } from "./conditions.ts";
import { type Bucket, replaceObject, requireBucket, type StoredObject } from "./store.ts";

/** The bucket, if it exists and the object in it is what the request's conditions ask for. */
export const writableBucket = (call: S3Call): Bucket => {
  const bucket = requireBucket(call.store, call.bucket);
  checkWriteConditions(call.request.headers, call.key, bucket.objects.get(call.key));
  return bucket;
};

/** Checks the conditions once more and puts the object, in one step that no other request comes between. */
export const commitObject = async (call: S3Call, object: StoredObject): Promise<void> => {
  const replaced = await orRelease(call, object.body, () => replaceObject(writableBucket(call), object));
  if (replaced !== undefined) await call.store.bodies.release(replaced.body);
};

/** Lets go of a body when what should happen to it cannot. */
export const orRelease = async <T>(call: S3Call, body: Body, attempt: () => T | Promise<T>): Promise<T> => {
  try {
    return await attempt();
  } catch (error) {
    await call.store.bodies.release(body);
    throw error;
  }
};
