import type { AnalysisKindName, ParamsOf, PointOf, ResultOf } from '../../api/analyses.ts';
import type { KindView } from './kind-view.ts';
import { declineView } from './kinds/decline.tsx';
import { funnelView } from './kinds/funnel.tsx';
import { heatmapView } from './kinds/heatmap.tsx';
import { keyPathView } from './kinds/key-path.tsx';
import { lifecycleView } from './kinds/lifecycle.tsx';
import { memberValueView } from './kinds/member-value.tsx';
import { mentionsView } from './kinds/mentions.tsx';
import { pathsView } from './kinds/paths.tsx';
import { questionsView } from './kinds/questions.tsx';
import { retentionView } from './kinds/retention.tsx';
import { silenceView } from './kinds/silence.tsx';
import { stickinessView } from './kinds/stickiness.tsx';
import { tierMigrationView } from './kinds/tier-migration.tsx';
import { topicsView } from './kinds/topics.tsx';

type Views = { readonly [K in AnalysisKindName]: KindView<ParamsOf<K>, ResultOf<K>, PointOf<K>> };

/** How each kind is shown; the types refuse a kind without a view. */
const VIEWS: Views & Record<string, unknown> = {
  retention: retentionView,
  funnel: funnelView,
  paths: pathsView,
  'key-path': keyPathView,
  lifecycle: lifecycleView,
  'tier-migration': tierMigrationView,
  stickiness: stickinessView,
  heatmap: heatmapView,
  'member-value': memberValueView,
  topics: topicsView,
  questions: questionsView,
  mentions: mentionsView,
  silence: silenceView,
  decline: declineView,
};

/** The view of a kind. */
export const viewOf = <K extends AnalysisKindName>(kind: K): Views[K] => VIEWS[kind];
