export { createJobs, type JobContext, type Jobs, type SendJobOptions } from './jobs.ts';
export { BadTaskData, defineTask, type Task, type TaskOptions } from './task.ts';
