import { bedrockKbList, s3ListBuckets } from "@tsunagu/aws";
import type { PluginTools } from "@tsunagu/dify-adapter/runtime";

/** What a person can choose for a parameter, read from the account with the provider's credentials. */
export const choices: NonNullable<PluginTools["parameterOptions"]> = {
  bucket_name: (_request, call) =>
    call.run(s3ListBuckets, {}).map(({ buckets }) => buckets.map(({ name }) => ({ value: name }))),
  knowledge_base_id: (_request, call) =>
    call
      .run(bedrockKbList, { all_pages: true })
      .map(({ knowledge_bases: bases }) =>
        bases.map(({ knowledgeBaseId: id, name }) => ({ value: id, label: { en_US: `${name} (${id})` } })),
      ),
};
