import { AwsError } from "../errors.ts";
import { requireAllowedBucketAcl } from "./acl.ts";
import { receiveText } from "./body-input.ts";
import { requireBucketName } from "./bucket-name.ts";
import { emptyAnswer, type S3Handler, xmlAnswer } from "./call.ts";
import { invalidArgument, notImplemented } from "./errors.ts";
import { defaultSettings, type ObjectOwnership } from "./settings.ts";
import { createBucket, removeUpload, requireBucket } from "./store.ts";
import { checkTags } from "./tags.ts";
import { readXml, s3Xml, type XmlNode } from "./xml.ts";

const maxBuckets = 10_000;
const ownerships: readonly ObjectOwnership[] = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];

/** @see Amazon S3 API Reference, CreateBucket */
export const handleCreateBucket: S3Handler = async (call) => {
  const { headers } = call.request;
  if (headers.get("x-amz-bucket-object-lock-enabled")?.toLowerCase() === "true") throw notImplemented("Object Lock");
  const text = await receiveText(call);
  requireBucketName(call.bucket);
  const configuration = text === "" ? undefined : readXml(text, "CreateBucketConfiguration");
  const region = chosenRegion(configuration, call.region);
  const settings = {
    ...defaultSettings,
    ownership: parseOwnership(headers.get("x-amz-object-ownership") ?? "BucketOwnerEnforced"),
    tags: chosenTags(configuration),
  };
  requireAllowedBucketAcl(headers, settings);
  const existing = call.store.buckets.get(call.bucket);
  if (existing !== undefined && (existing.region !== "us-east-1" || region !== "us-east-1")) {
    throw new AwsError(
      409,
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { BucketName: call.bucket },
    );
  }
  if (existing === undefined) {
    if (call.store.buckets.size >= maxBuckets) {
      throw new AwsError(400, "TooManyBuckets", "You have attempted to create more buckets than allowed");
    }
    createBucket(call.store, call.bucket, region, call.request.receivedAt).settings = settings;
  }
  const location = region === "us-east-1" ? `/${call.bucket}` : `${call.origin}/${call.bucket}`;
  return emptyAnswer(200, { location });
};

/** @see Amazon S3 API Reference, HeadBucket */
export const handleHeadBucket: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  return emptyAnswer(200, {
    "x-amz-bucket-region": bucket.region,
    "x-amz-access-point-alias": "false",
    "content-type": "application/xml",
  });
};

/** @see Amazon S3 API Reference, GetBucketLocation */
export const handleGetBucketLocation: S3Handler = async (call) => {
  const { region } = requireBucket(call.store, call.bucket);
  return xmlAnswer(s3Xml("LocationConstraint", { "#text": region === "us-east-1" ? "" : region }));
};

/** @see Amazon S3 API Reference, DeleteBucket */
export const handleDeleteBucket: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  if (bucket.objects.size > 0) {
    throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty", {
      BucketName: bucket.name,
    });
  }
  call.store.buckets.delete(bucket.name);
  for (const upload of [...bucket.uploads.values()]) await removeUpload(call.store, bucket, upload);
  return emptyAnswer(204);
};

export const parseOwnership = (text: string): ObjectOwnership => {
  const ownership = ownerships.find((known) => known === text);
  if (ownership === undefined)
    throw invalidArgument("Invalid x-amz-object-ownership header", "x-amz-object-ownership", text);
  return ownership;
};

/** Outside of us-east-1, the location must be stated and be the region that the request is sent to. */
const chosenRegion = (configuration: XmlNode | undefined, endpointRegion: string): string => {
  if (configuration?.child("Location") !== undefined || configuration?.child("Bucket") !== undefined) {
    throw notImplemented("directory buckets");
  }
  const stated = configuration?.text("LocationConstraint");
  if (stated === undefined || stated === "") {
    if (endpointRegion === "us-east-1") return endpointRegion;
    throw illegalLocation("unspecified");
  }
  const region = stated === "EU" ? "eu-west-1" : stated;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) || region === "us-east-1") {
    throw new AwsError(400, "InvalidLocationConstraint", "The specified location-constraint is not valid", {
      LocationConstraint: stated,
    });
  }
  if (endpointRegion !== "us-east-1" && endpointRegion !== region) throw illegalLocation(stated);
  return region;
};

const illegalLocation = (stated: string): AwsError =>
  new AwsError(
    400,
    "IllegalLocationConstraintException",
    `The ${stated} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

const chosenTags = (configuration: XmlNode | undefined): ReadonlyMap<string, string> | undefined => {
  const tags = configuration?.child("Tags")?.children("Tag") ?? [];
  if (tags.length === 0) return undefined;
  return checkTags(
    tags.map((tag): [string, string] => [tag.required("Key"), tag.required("Value")]),
    50,
  );
};
