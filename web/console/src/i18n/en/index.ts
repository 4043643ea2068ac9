import { analyses } from './analyses.ts';
import { analysisKinds } from './analysis-kinds.ts';
import { communities } from './communities.ts';
import { connections } from './connections.ts';
import { deletions } from './deletions.ts';
import { deliveries } from './deliveries.ts';
import { frame } from './frame.ts';
import { goals } from './goals.ts';
import { introductions } from './introductions.ts';
import { memberWork } from './member-work.ts';
import { identity } from './identity.ts';
import { messages } from './messages.ts';
import { network } from './network.ts';
import { overview } from './overview.ts';
import { people } from './people.ts';
import { plays } from './plays.ts';
import { reports } from './reports.ts';
import { rewards } from './rewards.ts';
import { segments } from './segments.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { tracking } from './tracking.ts';

/** The console's own words in English; those of the insights' codes are in their module. */
export const en = {
  ...shell,
  ...analyses,
  ...analysisKinds,
  ...frame,
  ...goals,
  ...identity,
  ...overview,
  ...people,
  ...memberWork,
  ...plays,
  ...reports,
  ...rewards,
  ...segments,
  ...settings,
  ...deletions,
  ...communities,
  ...connections,
  ...tracking,
  ...messages,
  ...deliveries,
  ...network,
  ...introductions,
};
