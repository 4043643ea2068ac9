import { z } from 'zod';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  addTaskBody,
  changeTaskBody,
  finishBody,
  runParams,
  runSchema,
  taskParams,
  type Run,
  type Task,
} from './library.contract.ts';
import type { PlaybookServices } from './library/playbook-services.ts';
import { checkOwner, endPlay } from './library/run-play.ts';
import { addTask, getRun, removeTask, setTask } from './library/run-store.ts';

const BASE = '/api/v1/communities/:communityId/play-runs/:runId';

type Params = { communityId: string; runId: string };

/** The tasks of accepted plays, and their end. */
export function taskRoutes(services: PlaybookServices): Route[] {
  const { database, clock } = services;
  const inRun = <T>(caller: Caller, params: Params, work: (tx: Tx, run: Run, communityId: string) => Promise<T>) =>
    database.inWorkspace(caller.workspaceId, async (tx) => {
      const { id } = await getCommunity(tx, params.communityId);
      return work(tx, await getRun(tx, id, params.runId), id);
    });
  const taskIn = (run: Run, id: string): Task => {
    const found = run.tasks.find((task) => task.id === id);
    if (!found) throw new NotFound('the task');
    return found;
  };
  return [
    route({
      id: 'plays.add-task',
      method: 'POST',
      path: `${BASE}/tasks`,
      summary: 'Add a task to a play that is under way',
      params: runParams,
      body: addTaskBody,
      reply: runSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inRun(caller, params, async (tx, run, communityId) => {
          if (run.finishedAt !== null) throw new Conflict('this play was finished already', 'play_finished');
          const id = await addTask(tx, run.id, body);
          const subject = { kind: 'task', id, label: body.text };
          await recordChange(tx, caller, { action: 'plays.add-task', subject, communityId, after: body });
          return getRun(tx, communityId, run.id);
        }),
    }),
    route({
      id: 'plays.change-task',
      method: 'PATCH',
      path: `${BASE}/tasks/:taskId`,
      summary: 'Change a task, give it to somebody, tick it off',
      params: taskParams,
      body: changeTaskBody,
      reply: runSchema,
      handle: ({ caller, params, body }) =>
        inRun(caller, params, async (tx, run, communityId) => {
          const before = taskIn(run, params.taskId);
          if (body.ownerId !== undefined) await checkOwner(tx, body.ownerId);
          await setTask(tx, { ...before, ...body }, { now: new Date(clock.now()), by: caller.operatorId });
          const after = await getRun(tx, communityId, run.id);
          await recordChange(tx, caller, {
            action: 'plays.change-task',
            subject: { kind: 'task', id: before.id, label: before.text },
            communityId,
            before,
            after: taskIn(after, before.id),
          });
          return after;
        }),
    }),
    route({
      id: 'plays.remove-task',
      method: 'DELETE',
      path: `${BASE}/tasks/:taskId`,
      summary: 'Forget a task',
      params: taskParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inRun(caller, params, async (tx, run, communityId) => {
          const before = taskIn(run, params.taskId);
          await removeTask(tx, before.id);
          const subject = { kind: 'task', id: before.id, label: before.text };
          await recordChange(tx, caller, { action: 'plays.remove-task', subject, communityId, before });
          return undefined;
        }),
    }),
    route({
      id: 'plays.finish',
      method: 'POST',
      path: `${BASE}/finish`,
      summary: 'Finish a play: its metric is kept, and looked at again some weeks later',
      params: runParams,
      body: finishBody,
      reply: runSchema,
      async handle({ caller, params, body }) {
        const { workspaceId } = caller;
        const communityId = await inRun(caller, params, async (_tx, _run, id) => id);
        const ids = { workspaceId, communityId };
        await endPlay(services, ids, { runId: params.runId, outcome: body.outcome, actor: caller });
        return database.inWorkspace(workspaceId, (tx) => getRun(tx, communityId, params.runId));
      },
    }),
  ];
}
