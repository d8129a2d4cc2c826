import type { ToolGroup } from "@tsunagu/dify-adapter";

const label = (en_US: string, ja_JP = en_US, zh_Hans = en_US, pt_BR = en_US): ToolGroup["label"] => ({
  en_US,
  ja_JP,
  zh_Hans,
  pt_BR,
});

/** The tools as people look for them: what is used most first. */
export const groups: readonly ToolGroup[] = [
  {
    label: label("Files in S3", "S3 のファイル", "S3 文件", "Arquivos no S3"),
    tools: ["s3_operator", "s3_file_*", "s3_files_*", "s3_list_objects", "s3_*"],
  },
  {
    label: label(
      "Knowledge bases and models of Bedrock",
      "Bedrock のナレッジベースとモデル",
      "Bedrock 知识库和模型",
      "Bases de conhecimento e modelos do Bedrock",
    ),
    tools: ["bedrock_retrieve", "bedrock_retrieve_and_generate", "bedrock_converse", "bedrock_*", "apply_guardrail"],
  },
  {
    label: label("Images and video", "画像と動画", "图像和视频", "Imagens e vídeo"),
    tools: ["nova_*", "extract_frame"],
  },
  { label: label("DynamoDB"), tools: ["dynamodb_manager", "dynamodb_*"] },
  {
    label: label("Functions and workflows", "関数とワークフロー", "函数和工作流", "Funções e fluxos de trabalho"),
    tools: ["lambda_invoker", "lambda_*", "stepfunctions_*"],
  },
  {
    label: label("Speech and language", "音声と言語", "语音和语言", "Fala e idioma"),
    tools: ["transcribe_asr", "transcribe_*", "polly_*", "comprehend_*", "translation_evaluator"],
  },
  {
    label: label(
      "SageMaker and OpenSearch",
      "SageMaker と OpenSearch",
      "SageMaker 和 OpenSearch",
      "SageMaker e OpenSearch",
    ),
    tools: ["sagemaker_*", "opensearch_*"],
  },
  {
    label: label(
      "AgentCore: browser, code and memory",
      "AgentCore：ブラウザー、コード、メモリ",
      "AgentCore：浏览器、代码和记忆",
      "AgentCore: navegador, código e memória",
    ),
    tools: ["agentcore_browser_*", "agentcore_code_interpreter", "agentcore_*"],
  },
  {
    label: label(
      "Settings in Parameter Store",
      "パラメータストアの設定値",
      "Parameter Store 中的设置",
      "Configurações no Parameter Store",
    ),
    tools: ["ssm_*"],
  },
];
