export type * from './connector.ts';
export { CallbackRefused, ConnectionRefused } from './connector.ts';
export type { ActionKind, Both, Capabilities, Field, Limit } from './connector.contract.ts';
export { asText, type Content, type ContentKind, contentSchema } from './content.contract.ts';
