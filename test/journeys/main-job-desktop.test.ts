import { mainJob } from './main-job.ts';
import { desktopShell } from './main-job-stage.ts';

mainJob(desktopShell);
