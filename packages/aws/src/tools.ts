import { agentcoreBrowserClick } from "./agentcore/browser-click.ts";
import { agentcoreBrowserGetHtml } from "./agentcore/browser-get-html.ts";
import { agentcoreBrowserNavigate } from "./agentcore/browser-navigate.ts";
import { agentcoreBrowserPdf } from "./agentcore/browser-pdf.ts";
import { agentcoreBrowserScreenshot } from "./agentcore/browser-screenshot.ts";
import { agentcoreBrowserScroll } from "./agentcore/browser-scroll.ts";
import { agentcoreBrowserSessionManager } from "./agentcore/browser-session-manager.ts";
import { agentcoreBrowserTabs } from "./agentcore/browser-tabs.ts";
import { agentcoreBrowserTool } from "./agentcore/browser-tool.ts";
import { agentcoreBrowserType } from "./agentcore/browser-type.ts";
import { agentcoreCodeInterpreter } from "./agentcore/code-interpreter.ts";
import { agentcoreCreateMemory } from "./agentcore/create-memory.ts";
import { agentcoreDeleteMemory } from "./agentcore/delete-memory.ts";
import { agentcoreDeleteMemoryEvent } from "./agentcore/delete-memory-event.ts";
import { agentcoreGetCodeTask } from "./agentcore/get-code-task.ts";
import { agentcoreGetMemory } from "./agentcore/get-memory.ts";
import { agentcoreListCodeFiles } from "./agentcore/list-code-files.ts";
import { agentcoreListCodeSessions } from "./agentcore/list-code-sessions.ts";
import { agentcoreListMemories } from "./agentcore/list-memories.ts";
import { agentcoreMemory } from "./agentcore/memory.ts";
import { agentcoreMemorySearch } from "./agentcore/memory-search.ts";
import { agentcoreReadCodeFiles } from "./agentcore/read-code-files.ts";
import { agentcoreRemoveCodeFiles } from "./agentcore/remove-code-files.ts";
import { agentcoreStartCodeSession } from "./agentcore/start-code-session.ts";
import { agentcoreStartCodeTask } from "./agentcore/start-code-task.ts";
import { agentcoreStopCodeSession } from "./agentcore/stop-code-session.ts";
import { agentcoreStopCodeTask } from "./agentcore/stop-code-task.ts";
import { agentcoreWriteCodeFiles } from "./agentcore/write-code-files.ts";
import { applyGuardrail } from "./apply/guardrail.ts";
import { bedrockConverse } from "./bedrock/converse.ts";
import { bedrockGetDataSource } from "./bedrock/get-data-source.ts";
import { bedrockGetIngestionJob } from "./bedrock/get-ingestion-job.ts";
import { bedrockGetKnowledgeBase } from "./bedrock/get-knowledge-base.ts";
import { bedrockKbList } from "./bedrock/kb-list.ts";
import { bedrockKbListDataSources } from "./bedrock/kb-list-data-sources.ts";
import { bedrockKbStartIngestionJob } from "./bedrock/kb-start-ingestion-job.ts";
import { bedrockListIngestionJobs } from "./bedrock/list-ingestion-jobs.ts";
import { bedrockRerank } from "./bedrock/rerank.ts";
import { bedrockRetrieve } from "./bedrock/retrieve.ts";
import { bedrockRetrieveAndGenerate } from "./bedrock/retrieve-and-generate.ts";
import { bedrockStopIngestionJob } from "./bedrock/stop-ingestion-job.ts";
import { bedrockWaitIngestionJob } from "./bedrock/wait-ingestion-job.ts";
import { comprehendDetectDominantLanguage } from "./comprehend/detect-dominant-language.ts";
import { dynamodbBatchGet } from "./dynamodb/batch-get.ts";
import { dynamodbBatchWrite } from "./dynamodb/batch-write.ts";
import { dynamodbDeleteItem } from "./dynamodb/delete-item.ts";
import { dynamodbDescribeTable } from "./dynamodb/describe-table.ts";
import { dynamodbDescribeTimeToLive } from "./dynamodb/describe-time-to-live.ts";
import { dynamodbExecuteStatement } from "./dynamodb/execute-statement.ts";
import { dynamodbGetItem } from "./dynamodb/get-item.ts";
import { dynamodbManager } from "./dynamodb/manager.ts";
import { dynamodbPutItem } from "./dynamodb/put-item.ts";
import { dynamodbQuery } from "./dynamodb/query.ts";
import { dynamodbScan } from "./dynamodb/scan.ts";
import { dynamodbTransactGet } from "./dynamodb/transact-get.ts";
import { dynamodbTransactWrite } from "./dynamodb/transact-write.ts";
import { dynamodbUpdateItem } from "./dynamodb/update-item.ts";
import { dynamodbUpdateTimeToLive } from "./dynamodb/update-time-to-live.ts";
import { extractFrame } from "./extract/frame.ts";
import { lambdaGetFunction } from "./lambda/get-function.ts";
import { lambdaInvokeStream } from "./lambda/invoke-stream.ts";
import { lambdaInvoker } from "./lambda/invoker.ts";
import { lambdaListFunctions } from "./lambda/list-functions.ts";
import { lambdaTranslateUtils } from "./lambda/translate-utils.ts";
import { lambdaYamlToJson } from "./lambda/yaml-to-json.ts";
import { novaCanvas } from "./nova/canvas.ts";
import { novaReel } from "./nova/reel.ts";
import { novaReelStatus } from "./nova/reel-status.ts";
import { opensearchKnnSearch } from "./opensearch/knn-search.ts";
import { pollySynthesizeSpeech } from "./polly/synthesize-speech.ts";
import { s3CopyObject } from "./s3/copy-object.ts";
import { s3CreateBucket } from "./s3/create-bucket.ts";
import { s3DeleteObject } from "./s3/delete-object.ts";
import { s3DeleteObjects } from "./s3/delete-objects.ts";
import { s3FileDownload } from "./s3/file-download.ts";
import { s3FileUploader } from "./s3/file-uploader.ts";
import { s3FilesDownload } from "./s3/files-download.ts";
import { s3FilesUploader } from "./s3/files-uploader.ts";
import { s3GetObject } from "./s3/get-object.ts";
import { s3HeadObject } from "./s3/head-object.ts";
import { s3ListBuckets } from "./s3/list-buckets.ts";
import { s3ListObjects } from "./s3/list-objects.ts";
import { s3Operator } from "./s3/operator.ts";
import { s3Presign } from "./s3/presign.ts";
import { s3PutObject } from "./s3/put-object.ts";
import { sagemakerChineseToxicityDetector } from "./sagemaker/chinese-toxicity-detector.ts";
import { sagemakerTextRerank } from "./sagemaker/text-rerank.ts";
import { sagemakerTts } from "./sagemaker/tts.ts";
import { ssmDeleteParameter } from "./ssm/delete-parameter.ts";
import { ssmGetParameter } from "./ssm/get-parameter.ts";
import { ssmGetParametersByPath } from "./ssm/get-parameters-by-path.ts";
import { ssmPutParameter } from "./ssm/put-parameter.ts";
import { stepfunctionsDescribeExecution } from "./stepfunctions/describe-execution.ts";
import { stepfunctionsListExecutions } from "./stepfunctions/list-executions.ts";
import { stepfunctionsStartExecution } from "./stepfunctions/start-execution.ts";
import { stepfunctionsStartSyncExecution } from "./stepfunctions/start-sync-execution.ts";
import { stepfunctionsStopExecution } from "./stepfunctions/stop-execution.ts";
import { stepfunctionsWaitExecution } from "./stepfunctions/wait-execution.ts";
import { transcribeAsr } from "./transcribe/asr.ts";
import { transcribeDeleteJob } from "./transcribe/delete-job.ts";
import { transcribeGetJob } from "./transcribe/get-job.ts";
import { transcribeStartJob } from "./transcribe/start-job.ts";
import { translationEvaluator } from "./translation/evaluator.ts";

/** Every tool over AWS, those of the Dify plugin first. Holding them loads no AWS client. */
export const awsTools = [
  bedrockRetrieve,
  bedrockRetrieveAndGenerate,
  bedrockKbList,
  bedrockKbListDataSources,
  bedrockKbStartIngestionJob,
  applyGuardrail,
  novaCanvas,
  novaReel,
  s3Operator,
  s3FileUploader,
  s3FilesUploader,
  s3FileDownload,
  s3FilesDownload,
  s3ListBuckets,
  s3CreateBucket,
  s3ListObjects,
  dynamodbManager,
  lambdaInvoker,
  lambdaTranslateUtils,
  lambdaYamlToJson,
  stepfunctionsStartExecution,
  sagemakerTextRerank,
  sagemakerTts,
  sagemakerChineseToxicityDetector,
  transcribeAsr,
  extractFrame,
  translationEvaluator,
  opensearchKnnSearch,
  agentcoreBrowserSessionManager,
  agentcoreBrowserTool,
  agentcoreCodeInterpreter,
  agentcoreMemory,
  agentcoreMemorySearch,
  s3CopyObject,
  s3DeleteObject,
  s3DeleteObjects,
  s3HeadObject,
  s3GetObject,
  s3PutObject,
  s3Presign,
  dynamodbBatchGet,
  dynamodbBatchWrite,
  dynamodbDeleteItem,
  dynamodbDescribeTable,
  dynamodbDescribeTimeToLive,
  dynamodbExecuteStatement,
  dynamodbGetItem,
  dynamodbPutItem,
  dynamodbQuery,
  dynamodbScan,
  dynamodbTransactGet,
  dynamodbTransactWrite,
  dynamodbUpdateItem,
  dynamodbUpdateTimeToLive,
  bedrockConverse,
  bedrockGetDataSource,
  bedrockGetIngestionJob,
  bedrockGetKnowledgeBase,
  bedrockListIngestionJobs,
  bedrockRerank,
  bedrockStopIngestionJob,
  bedrockWaitIngestionJob,
  novaReelStatus,
  lambdaGetFunction,
  lambdaInvokeStream,
  lambdaListFunctions,
  stepfunctionsDescribeExecution,
  stepfunctionsListExecutions,
  stepfunctionsStartSyncExecution,
  stepfunctionsStopExecution,
  stepfunctionsWaitExecution,
  ssmDeleteParameter,
  ssmGetParameter,
  ssmGetParametersByPath,
  ssmPutParameter,
  transcribeDeleteJob,
  transcribeGetJob,
  transcribeStartJob,
  pollySynthesizeSpeech,
  comprehendDetectDominantLanguage,
  agentcoreBrowserClick,
  agentcoreBrowserGetHtml,
  agentcoreBrowserNavigate,
  agentcoreBrowserPdf,
  agentcoreBrowserScreenshot,
  agentcoreBrowserScroll,
  agentcoreBrowserTabs,
  agentcoreBrowserType,
  agentcoreCreateMemory,
  agentcoreDeleteMemory,
  agentcoreDeleteMemoryEvent,
  agentcoreGetCodeTask,
  agentcoreGetMemory,
  agentcoreListCodeFiles,
  agentcoreListCodeSessions,
  agentcoreListMemories,
  agentcoreReadCodeFiles,
  agentcoreRemoveCodeFiles,
  agentcoreStartCodeSession,
  agentcoreStartCodeTask,
  agentcoreStopCodeSession,
  agentcoreStopCodeTask,
  agentcoreWriteCodeFiles,
] as const;
