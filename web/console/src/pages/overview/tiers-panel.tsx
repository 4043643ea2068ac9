import { Link, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ACTIVITY_TIERS,
  SILENT_KINDS,
  TIERS,
  VALUE_CELLS,
  type CommunityReport,
} from '../../../../../src/modules/insights/contract.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { StackedBar, type Segment } from '../../../../ui/bars.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { TierMark } from '../../../../ui/tier-badge.tsx';
import { ACTIVITY_COLOURS, TIER_COLOURS, VALUE_COLOURS } from '../../../../ui/tokens.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useExplain } from './explanations.ts';
import { TierFlows } from './tier-flows.tsx';

type Scheme = 'tier' | 'activity' | 'value';

/** All members as one bar, by one scheme at a time; every part opens its members. */
export function TiersPanel({ report, community }: { report: CommunityReport; community: Community }) {
  const { t } = useTranslation();
  const { asOf } = useSearch({ from: '/app/c/$community/' });
  const [scheme, setScheme] = useState<Scheme>('tier');
  const explain = useExplain(report);
  const format = useFormat();
  const segments = useSegments(report, scheme);
  return (
    <Panel
      title={t('figure.tiers.name')}
      explain={explain(scheme === 'tier' ? 'tiers' : `scheme_${scheme}`)}
      aside={
        <Segmented<Scheme>
          size="small"
          value={scheme}
          onChange={setScheme}
          options={(['tier', 'activity', 'value'] as const).map((value) => ({ value, label: t(`scheme.${value}`) }))}
        />
      }
    >
      <StackedBar
        label={t('figure.tiers.name')}
        segments={segments}
        link={(segment, children, className) => (
          <Link
            to="/c/$community/members"
            from="/c/$community"
            search={{ [scheme]: segment.key }}
            className={className}
          >
            {children}
          </Link>
        )}
      />
      <p className="q-panel-foot">
        {scheme === 'tier' ? (
          <SilentKinds silent={report.members.silent} />
        ) : scheme === 'value' ? (
          t(`overview.valueBasis.${report.members.value.basis}`, {
            people: format.count(report.members.value.people),
            paying: format.count(report.members.value.paying),
          })
        ) : (
          t('overview.activityScheme')
        )}
      </p>
      {scheme === 'tier' ? <TierFlows community={community} asOf={asOf} /> : null}
    </Panel>
  );
}

/** The silent members by kind, each opening its members. */
function SilentKinds({ silent }: { silent: CommunityReport['members']['silent'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  return (
    <>
      {t('overview.silentKinds')}
      {SILENT_KINDS.map((kind, at) => (
        <Fragment key={kind}>
          {at ? ' · ' : ' '}
          <Link to="/c/$community/members" from="/c/$community" search={{ tier: 'silent', silentKind: kind }}>
            {words.silentKind(kind)} {format.count(silent[kind])}
          </Link>
        </Fragment>
      ))}
    </>
  );
}

function useSegments(report: CommunityReport, scheme: Scheme): Segment[] {
  const words = useWords();
  const format = useFormat();
  const { members } = report;
  if (scheme === 'tier') {
    return TIERS.map((key) => ({
      key,
      label: words.tier(key),
      value: members.tiers[key],
      text: format.count(members.tiers[key]),
      fill: TIER_COLOURS[key].fill,
      mark: <TierMark tier={key} />,
    }));
  }
  if (scheme === 'activity') {
    return ACTIVITY_TIERS.map((key) => ({
      key,
      label: words.activityTier(key),
      value: members.activity[key],
      text: format.count(members.activity[key]),
      fill: ACTIVITY_COLOURS[key],
    }));
  }
  return VALUE_CELLS.map((key) => ({
    key,
    label: words.valueCell(key),
    value: members.value.cells[key],
    text: format.count(members.value.cells[key]),
    fill: VALUE_COLOURS[key],
  }));
}
