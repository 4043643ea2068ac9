import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';

/** How a task's queue treats its jobs. */
export type TaskOptions = {
  /**
   * `standard`: any number. `stately`: with a key, at most one waiting and one running job per key, so that a request
   * to recompute is queued once while another runs. `exclusive`: at most one waiting or running per key.
   */
  policy?: 'standard' | 'stately' | 'exclusive';
  /** Attempts after the first. */
  retryLimit?: number;
  /** Seconds before the first retry; doubled each time, up to the second. */
  retryDelay?: number;
  retryDelayMax?: number;
  /** Seconds that one attempt may take. */
  expireInSeconds?: number;
};

/** A kind of queued work: its name and the shape of its data. The handler is elsewhere. */
export type Task<Schema extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly schema: Schema;
  readonly options: Required<TaskOptions>;
};

const NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/;

/** A job's data do not have the shape that its task asks for. */
export class BadTaskData extends AppError {
  constructor(task: string, when: 'queued' | 'run', error: z.core.$ZodError) {
    const faults = error.issues.map(({ path, message }) => ({ where: `/${path.join('/')}`, what: message }));
    const list = faults.map(({ where, what }) => `${where} ${what}`).join('; ');
    super({
      code: 'bad_task_data',
      status: 500,
      message: `wrong data of the task ${task} when ${when}: ${list}`,
      faults,
    });
  }
}

/** Names a task `module.verb-object` and says what its data look like. The data are stored as JSON. */
export function defineTask<Schema extends z.ZodType>(
  definition: { name: string; schema: Schema } & TaskOptions,
): Task<Schema> {
  const { name, schema, policy = 'standard', retryLimit = 5, retryDelay = 2, expireInSeconds = 900 } = definition;
  const { retryDelayMax = 86_400 } = definition;
  if (!NAME.test(name)) throw new TypeError(`not a task name: ${name}`);
  return { name, schema, options: { policy, retryLimit, retryDelay, retryDelayMax, expireInSeconds } };
}

/** Checks data against the task's schema. Throws BadTaskData. */
export function parseTaskData<Schema extends z.ZodType>(
  task: Task<Schema>,
  data: unknown,
  when: 'queued' | 'run',
): z.output<Schema> {
  const result = task.schema.safeParse(data);
  if (!result.success) throw new BadTaskData(task.name, when, result.error);
  return result.data;
}
