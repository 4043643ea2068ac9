import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { runErasure, type ErasureParts } from '#app/erase-member.ts';
import { startStores } from '#app/start-app.ts';
import { StopStack } from '#app/stop-stack.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { EventWorker } from '#modules/events/index.ts';
import { workOnImports } from '#modules/imports/index.ts';
import { workOnSearches } from '#modules/matching/index.ts';
import type { Erasure } from '#modules/members/erase.contract.ts';
import { grantScope, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { loadConfig } from '#platform/config.ts';
import { createJobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '../app.ts';
import { asSuperuser } from '../database.ts';
import { multipartFile } from '../multipart.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A whole application on stores of its own, whose files can be searched, with one community and an owner. */
export type ErasingApp = {
  app: TestApp;
  database: Database;
  engine: EventEngine;
  workspace: TestWorkspace;
  headers: Record<string, string>;
  communityId: string;
  scope: Scope;
  /** Of the stores; the application's own is `app.dataDir`. */
  dataDir: string;
  /** What an erasure is given; it does not wait for the disk. */
  parts(): ErasureParts;
  /** Asks a route below the community. */
  ask(method: Method, path: string, payload?: object): Promise<LightMyRequestResponse>;
  /** As `ask`; fails where the answer is not good. */
  must<T>(method: Method, path: string, payload?: object): Promise<T>;
  upload(name: string, content: string): Promise<string>;
  /** Imports a file to its end. Gives the import's id. */
  importNow(name: string, content: string, choices?: object): Promise<string>;
  /** Sends live events and waits until they are in the log. */
  live(events: readonly object[]): Promise<void>;
  /** Runs an erasure that was asked for. */
  erase(erasureId: string): Promise<Erasure>;
  close(): Promise<void>;
};

export const jsonLines = (lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');

export async function erasingApp(): Promise<ErasingApp> {
  const log = createLogger({ logLevel: 'silent' });
  const dataDir = mkdtempSync(join(tmpdir(), 'qunluo-erase-'));
  const stack = new StopStack(log);
  const { database, engine } = await startStores(
    loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_LOG: 'silent' }),
    log,
    stack,
  );
  const jobs = createJobs({ settings: database.settings, log });
  await jobs.start();
  stack.push('jobs', () => jobs.stop());
  const app = await testApp(database, { engine, jobs });
  stack.push('app', () => app.close());
  const workspace = await app.workspace();
  const headers = await workspace.operator('owner');
  const { id: communityId } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'C', zone: 'Asia/Shanghai' }),
  );
  const { turns, intake } = app.services;
  const events = new EventWorker({ database, engine, log, turns, intake, listWorkspaces: async () => [workspace.id] });
  await events.start();
  stack.push('events', () => events.stop());
  await workOnImports({ ...app.services, onCommunityChanged: () => undefined });
  await workOnSearches(app.services);

  const parts = (): ErasureParts => ({ ...app.services, onCommunityChanged: () => undefined, durable: false });
  const ask: ErasingApp['ask'] = (method, path, payload) =>
    app.inject({ method, url: `/api/v1/communities/${communityId}${path}`, headers, ...(payload && { payload }) });
  const must: ErasingApp['must'] = async (method, path, payload) => {
    const answer = await ask(method, path, payload);
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    return answer.body === '' ? (undefined as never) : answer.json();
  };
  const upload: ErasingApp['upload'] = async (name, content) => {
    const body = multipartFile(name, content);
    const made = await app.inject({
      method: 'POST',
      url: `/api/v1/communities/${communityId}/imports`,
      headers: { ...headers, ...body.headers },
      payload: body.payload,
    });
    if (made.statusCode !== 201) throw new Error(made.body);
    return made.json().id;
  };
  return {
    app,
    database,
    engine,
    workspace,
    headers,
    communityId,
    scope: grantScope(workspace.id, communityId),
    dataDir,
    parts,
    ask,
    must,
    upload,
    async importNow(name, content, choices = { options: {} }) {
      const id = await upload(name, content);
      await must('POST', `/imports/${id}/start`, choices);
      for (;;) {
        const { status, error } = await must<{ status: string; error: object }>('GET', `/imports/${id}`);
        if (status === 'done') return id;
        if (status !== 'running') throw new Error(JSON.stringify(error));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async live(given) {
      const url = `/api/v1/events?community=${communityId}`;
      const sent = await app.inject({ method: 'POST', url, headers, payload: [...given] });
      if (sent.statusCode >= 300) throw new Error(sent.body);
      events.wake({ workspaceId: workspace.id, communityId });
      await events.settled();
    },
    async erase(erasureId) {
      await runErasure(parts(), { workspaceId: workspace.id, erasureId });
      return must('GET', `/erasures/${erasureId}`);
    },
    async close() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Everything PostgreSQL would tell, past compression: each column of each table that has rows, as text. */
export async function allColumns(database: Database): Promise<Map<string, string>> {
  return asSuperuser(database.settings, async (client) => {
    const { rows: columns } = await client.query<{ table: string; column: string }>(
      `SELECT a.attrelid::regclass::text AS "table", a.attname AS "column"
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND a.attnum > 0 AND NOT a.attisdropped`,
    );
    const texts = new Map<string, string>();
    for (const [table, own] of Map.groupBy(columns, (one) => one.table)) {
      const lists = own.map(({ column }) => `string_agg("${column}"::text, chr(10)) AS "${column}"`).join(', ');
      const { rows } = await client.query<Record<string, string | null>>(`SELECT ${lists} FROM ${table}`);
      for (const { column } of own) if (rows[0]?.[column]) texts.set(`${table}.${column}`, rows[0][column]);
    }
    return texts;
  });
}
