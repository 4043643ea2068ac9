import { z } from 'zod';

export const CONNECTION_TABS = ['chats', 'settings', 'limits', 'operations', 'log'] as const;
export type ConnectionTab = (typeof CONNECTION_TABS)[number];

/** What of a connection is on show. */
export const connectionSearchSchema = z.object({ tab: z.enum(CONNECTION_TABS).optional().catch(undefined) });
/** Which connector a new connection is of. */
export const newConnectionSearchSchema = z.object({ connector: z.string().optional().catch(undefined) });
