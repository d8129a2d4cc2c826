import * as z from "@tsunagu/core/zod";

/** The endpoint that a SageMaker tool calls. */
export const sagemakerEndpoint = () =>
  z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, "is not an endpoint's name (letters, digits, hyphens between)")
    .describe("Name of the SageMaker endpoint.");
