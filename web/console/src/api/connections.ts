import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  chatSchema,
  chatsReply,
  connectionLogReply,
  connectionSchema,
  connectionsReply,
  connectorsReply,
  type createConnectionBody,
  type FormSettings,
  type LimitOverrides,
  operationReply,
  testReply,
  type updateConnectionBody,
} from '../../../../src/modules/connections/contract.ts';
import { call } from './client.ts';

const BASE = '/api/v1/connections';

/** What of connections is asked anew after any change of them. */
export const connectionsKey = ['connections'] as const;

/** Everything that can be connected. */
export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: ({ signal }) => call(connectorsReply, '/api/v1/connectors', { signal }),
  staleTime: Infinity,
});

/** The connections of the workspace and how they are; asked again every ten seconds. */
export const connectionsQuery = queryOptions({
  queryKey: [...connectionsKey, 'list'],
  queryFn: ({ signal }) => call(connectionsReply, BASE, { signal }),
  refetchInterval: 10_000,
});

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: [...connectionsKey, id],
    queryFn: ({ signal }) => call(connectionSchema, `${BASE}/${id}`, { signal }),
    refetchInterval: 5000,
  });

export const chatsQuery = (id: string) =>
  queryOptions({
    queryKey: [...connectionsKey, id, 'chats'],
    queryFn: ({ signal }) => call(chatsReply, `${BASE}/${id}/chats`, { signal }),
    refetchInterval: 10_000,
  });

export const connectionLogQuery = (id: string, level: 'debug' | 'info' | 'warn') =>
  queryOptions({
    queryKey: [...connectionsKey, id, 'log', level],
    queryFn: ({ signal }) => call(connectionLogReply, `${BASE}/${id}/log`, { query: { level, limit: 200 }, signal }),
    refetchInterval: 5000,
  });

/** Tries settings that are not kept yet. */
export const testSettings = (connectorId: string, settings: FormSettings) =>
  call(testReply, '/api/v1/connectors/test', { method: 'POST', body: { connector: connectorId, settings } });
/** Tries a connection with its kept settings, and those given over them. */
export const testConnection = (id: string, settings?: FormSettings) =>
  call(testReply, `${BASE}/${id}/test`, { method: 'POST', body: settings ? { settings } : {} });
export const createConnection = (body: z.input<typeof createConnectionBody>) =>
  call(connectionSchema, BASE, { method: 'POST', body });
export const updateConnection = (id: string, body: z.input<typeof updateConnectionBody>) =>
  call(connectionSchema, `${BASE}/${id}`, { method: 'PATCH', body });
export const setLimits = (id: string, limits: LimitOverrides) =>
  call(connectionSchema, `${BASE}/${id}/limits`, { method: 'PUT', body: { limits } });
export const pauseConnection = (id: string, paused: boolean) =>
  call(connectionSchema, `${BASE}/${id}/${paused ? 'pause' : 'resume'}`, { method: 'POST' });
export const deleteConnection = (id: string) => call(z.undefined(), `${BASE}/${id}`, { method: 'DELETE' });
export const operate = (id: string, key: string, values: FormSettings) =>
  call(operationReply, `${BASE}/${id}/operations/${key}`, { method: 'POST', body: { values } });
export const attachChat = (id: string, chatId: string, communityId: string) =>
  call(chatSchema, `${BASE}/${id}/chats/${chatId}/community`, { method: 'PUT', body: { communityId } });
export const detachChat = (id: string, chatId: string) =>
  call(chatSchema, `${BASE}/${id}/chats/${chatId}/community`, { method: 'DELETE' });
