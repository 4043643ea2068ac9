import type { Connection, Content, Recipient } from '#modules/connections/index.ts';
import type { Fate, Purpose, SourceKind } from './contract.ts';

/** A connection as the planner sees it. */
export type Channel = Pick<
  Connection,
  'id' | 'communityId' | 'connector' | 'platform' | 'name' | 'zone' | 'capabilities' | 'limits' | 'paused'
>;

export type Language = 'zh-CN' | 'en';

/**
 * What is said. `content` alone is taken as it is; with `variables`, even none, its {{…}} are filled in. A template is
 * always filled.
 */
export type MessageToSend =
  | { content: Content; variables?: Readonly<Record<string, string>> | undefined }
  | { templateId: string; variables?: Readonly<Record<string, string>> | undefined };

/** One message to one recipient. */
export type DeliveryItem = {
  connectionId: string;
  to: Recipient;
  /** Who it is, where it is somebody that we know; any member of the person, or the id of an account. */
  memberId?: string | undefined;
  message: MessageToSend;
  /** zh-CN unless told. */
  language?: Language | undefined;
  /** Of the community: a second item with the same key is dropped, now and later. */
  dedupeKey: string;
  /** Milliseconds. */
  notBefore?: number | undefined;
  /** Milliseconds; an hour for answers, a week for service, 30 days for promotions unless told. */
  expiresAt?: number | undefined;
  /** A person of ours says yes first. */
  confirm?: boolean | undefined;
  /** Id on the platform of the message it answers. */
  replyTo?: string | undefined;
  /** Id of the delivery whose message it replaces. */
  replaces?: string | undefined;
  /** What the platform gave to answer with: such a send passes limits and quiet hours, and has to be quick. */
  ticket?: string | undefined;
  /** Sends of one stream to one recipient keep their order; they are due at once. */
  stream?: string | undefined;
};

export type DeliveryOrder = {
  workspaceId: string;
  communityId: string;
  source: { kind: SourceKind; id: string };
  /** 0…9, 9 the most important. */
  priority: number;
  purpose: Purpose;
  items: readonly DeliveryItem[];
  /** The operator who asked. */
  createdBy?: string | undefined;
};

/** What became of an order. `ids` are of the deliveries made, in the order of the items; undefined for duplicates. */
export type Planned = {
  queued: number;
  confirming: number;
  duplicates: number;
  suppressed: number;
  ids: (string | undefined)[];
};

/** An item on its way to becoming a row: filled in, with its times and first fate. */
export type Prepared = {
  id: string;
  item: DeliveryItem;
  memberId: string | null;
  /** JSON. */
  content: string;
  kind: Content['kind'];
  notBefore: number;
  expiresAt: number;
  fate: Extract<Fate, 'queued' | 'confirming' | 'suppressed' | 'failed'>;
  reason: string;
  detail: string;
  /** Due at once, without the planner. */
  atOnce: boolean;
};
