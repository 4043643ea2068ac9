import { z } from 'zod';
import { tierSchema } from './contract.ts';

const day = z.iso.date();
const person = z.object({ memberId: z.string(), member: z.string().describe('id on its platform'), name: z.string() });
const maybe = z.number().nullable();

/** Figures of the whole network of an evaluation. Ties are pairs of people here, whoever gave. */
export const networkFiguresSchema = z.object({
  people: z.number(),
  tied: z.number().describe('people with a tie'),
  isolated: z.number(),
  ties: z.number().describe('pairs of people with a tie, either way'),
  density: maybe,
  reciprocity: maybe,
  clustering: maybe,
  medianTies: maybe,
  components: z.number().describe('parts of two people and more between which nobody knows anybody'),
  largestComponent: z.number().describe('people in the largest part'),
  meanDistance: maybe.describe('steps between two people who have a way to each other'),
  within90: maybe.describe('steps within which 90 % of such pairs are'),
  smallWorld: maybe.describe('above 1 is a small world (Humphries and Gurney, 2008)'),
  modularity: maybe,
  circled: z.number().describe('people in a circle'),
  bridges: z.number().describe('people whose leaving would cut somebody off'),
});
export type NetworkOverall = z.infer<typeof networkFiguresSchema>;

const leftOutSchema = z.object({ part: z.enum(['circles', 'betweenness']), ties: z.number(), limit: z.number() });

/** What is kept of a circle; people by id only. */
export const keptCircleSchema = z.object({
  circle: z.number().describe('its number, from 1, the largest first'),
  size: z.number(),
  ties: z.number(),
  inward: z.number().describe('share of the weight of its people’s ties that stays inside'),
  words: z.array(z.string()).describe('that set it apart, over a sample of the texts of 91 days'),
  leaders: z.array(z.string()).describe('ids of its most influential members'),
  holder: z.string().describe('id of the member at one end of most of its weight'),
  holderShare: z.number().describe('of how much of it; 1 = every tie inside is theirs'),
});
export type KeptCircle = z.infer<typeof keptCircleSchema>;

/** What PostgreSQL keeps of the network of an evaluation. */
export const networkSummarySchema = z.object({
  figures: networkFiguresSchema,
  circles: z.array(keptCircleSchema),
  circlesInAll: z.number(),
  betweenness: z.enum(['exact', 'sampled', 'left_out']),
  keptTies: z.number().describe('pairs that paths and neighbourhoods walk along: all, or the strongest'),
  leftOut: z.array(leftOutSchema),
});
export type NetworkSummary = z.infer<typeof networkSummarySchema>;

const circleSchema = keptCircleSchema.omit({ leaders: true, holder: true }).extend({
  leaders: z.array(person),
  holder: person.nullable().describe('null where the circle is not held by one person'),
});
export type Circle = z.infer<typeof circleSchema>;

const standing = person.extend({
  tier: tierSchema.nullable(),
  circle: z.number().describe('0 = in none'),
  ties: z.number(),
  cutOff: z.number(),
  influence: z.number(),
});
export type NetworkPerson = z.infer<typeof standing>;

/** People in the picture as columns, one place each; ties by the places of both ends, strongest first. */
export const pictureSchema = z.object({
  memberId: z.array(z.string()),
  name: z.array(z.string()),
  tier: z.array(z.string()),
  x: z.array(z.number()),
  y: z.array(z.number()),
  circle: z.array(z.number()),
  ties: z.array(z.number()),
  cutOff: z.array(z.number()),
  influence: z.array(z.number()),
  from: z.array(z.number()),
  to: z.array(z.number()),
  weight: z.array(z.number()),
});
export type NetworkPicture = z.infer<typeof pictureSchema>;

/** GET /api/v1/communities/:communityId/network */
export const networkReply = z.object({
  asOf: day,
  evaluatedAt: z.iso.datetime(),
  network: networkSummarySchema
    .omit({ circles: true })
    .extend({
      circles: z.array(circleSchema),
      picture: pictureSchema,
      bridges: z.array(standing).describe('whose leaving would cut off the most'),
      isolatedNewcomers: z.object({ total: z.number(), people: z.array(person.extend({ joined: day })) }),
    })
    .nullable()
    .describe('null for an evaluation from before networks were kept'),
});
export type NetworkReply = z.infer<typeof networkReply>;

/** GET /api/v1/communities/:communityId/network/members/:memberId?steps= */
export const egoQuery = z.object({ steps: z.coerce.number().int().min(1).max(2).default(1) });
export const egoReply = z.object({
  asOf: day,
  member: standing.extend({
    betweenness: z.object({ value: z.number(), error: z.number().describe('half of a 95 % interval') }).nullable(),
    component: z.number(),
  }),
  people: z.array(standing.extend({ steps: z.number(), given: z.number(), received: z.number() })),
  ties: z.array(z.object({ from: z.string(), to: z.string(), weight: z.number() })),
  inAll: z.number().describe('people within so many steps; the closest and strongest are listed'),
});
export type Ego = z.infer<typeof egoReply>;

/** GET /api/v1/communities/:communityId/network/members/:memberId/path/:otherId */
export const pathReply = z.object({
  asOf: day,
  people: z.array(standing).describe('from one end to the other; empty where there is no way'),
  ties: z
    .array(z.object({ given: z.number(), received: z.number() }))
    .describe('between each and the next, as the former sees it'),
  reason: z.enum(['found', 'no_ties', 'apart']).describe('apart: no way leads from one to the other'),
});
export type NetworkPath = z.infer<typeof pathReply>;
