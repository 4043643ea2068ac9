import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { ANALYSIS_KINDS, type AnalysisKindName } from '../../api/analyses.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { DashboardList } from '../dashboards/dashboard-list.tsx';
import { viewOf } from './kind-views.ts';
import { SavedList } from './saved-list.tsx';
import './analyses.css';

/** The questions in the order in which they come up; a kind that is in no group comes last. */
const GROUPS: Record<string, readonly string[]> = {
  stay: ['retention', 'lifecycle', 'silence', 'decline'],
  do: ['funnel', 'paths', 'key-path', 'stickiness', 'heatmap'],
  who: ['tier-migration', 'member-value'],
  say: ['topics', 'questions', 'mentions'],
};

/** Where analyses begin: with the questions that operators ask, what was kept, and the dashboards. */
export function GalleryPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  usePageTitle(t('nav.analyses'), community.name);
  const grouped = Object.values(GROUPS).flat();
  const rest = ANALYSIS_KINDS.filter((kind) => !grouped.includes(kind));
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.analyses')}</h1>
          <p>{t('analysis.galleryLead')}</p>
        </div>
      </div>
      <div className="q-column">
        {Object.entries(GROUPS).map(([group, kinds]) => (
          <section key={group} className="q-gallery-group">
            <h2>{t(`analysis.gallery.${group}`)}</h2>
            <ul className="q-gallery">
              {[...ANALYSIS_KINDS.filter((kind) => kinds.includes(kind)), ...(group === 'say' ? rest : [])]
                .toSorted((a, b) => kinds.indexOf(a) - kinds.indexOf(b))
                .map((kind) => (
                  <Question key={kind} kind={kind} community={community.key} />
                ))}
            </ul>
          </section>
        ))}
        <DashboardList />
        <Panel title={t('analysis.savedTitle')}>
          <SavedList />
        </Panel>
      </div>
    </>
  );
}

function Question({ kind, community }: { kind: AnalysisKindName; community: string }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link to="/c/$community/analyses/$kind" params={{ community, kind }} className="q-gallery-card">
        <span className="q-gallery-icon" aria-hidden>
          {viewOf(kind).icon}
        </span>
        <span>
          <strong>{t(`analysisKind.${kind}.question`)}</strong>
          <small>{t(`analysisKind.${kind}.lead`)}</small>
        </span>
      </Link>
    </li>
  );
}
