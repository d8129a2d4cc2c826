export { transcribeAsr } from "./asr.ts";
export { transcribeDeleteJob } from "./delete-job.ts";
export { transcribeGetJob } from "./get-job.ts";
export { transcribeStartJob } from "./start-job.ts";
