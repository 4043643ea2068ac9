import { memberAccess } from './member-access.ts';
import { analyses } from './analyses.ts';
import { analysisKinds } from './analysis-kinds.ts';
import { communities } from './communities.ts';
import { connections } from './connections.ts';
import { credit } from './credit.ts';
import { deletions } from './deletions.ts';
import { deliveries } from './deliveries.ts';
import { exams } from './exams.ts';
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
import { points } from './points.ts';
import { reports } from './reports.ts';
import { levels } from './levels.ts';
import { rewards } from './rewards.ts';
import { segments } from './segments.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { tracking } from './tracking.ts';

/** The console's own words in English; those of the insights' codes are in their module. */
export const en = {
  ...shell,
  ...memberAccess,
  ...analyses,
  ...analysisKinds,
  ...frame,
  ...goals,
  ...exams,
  ...identity,
  ...overview,
  ...people,
  ...memberWork,
  ...plays,
  ...points,
  ...reports,
  ...credit,
  ...levels,
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
