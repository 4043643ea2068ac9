/** https://discord.com/developers/docs/topics/gateway#gateway-intents */
const INTENTS = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** What is asked to be told: with `members`, joins and leaves too, which Discord has to allow for the bot. */
export const gatewayIntents = (members: boolean): number =>
  INTENTS.guilds |
  INTENTS.guildMessages |
  INTENTS.guildMessageReactions |
  INTENTS.directMessages |
  INTENTS.messageContent |
  (members ? INTENTS.guildMembers : 0);
