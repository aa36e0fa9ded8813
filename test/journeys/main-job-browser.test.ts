import { mainJob } from './main-job.ts';
import { browserShell } from './main-job-stage.ts';

mainJob(browserShell);
