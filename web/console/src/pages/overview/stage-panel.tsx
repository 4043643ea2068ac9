import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { STAGE_COLOURS } from '../../../../ui/tokens.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { evaluationsQuery } from '../../api/overview.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { useExplain } from './explanations.ts';
import { stageSince } from './stage-since.ts';

const RIBBON = ['construction', 'development', 'maturity', 'decline'] as const;

/** Where in its life the community is, and every rule that was asked to say so. */
export function StagePanel({ report, community }: { report: CommunityReport; community: Community }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const explain = useExplain(report);
  const [all, setAll] = useState(false);
  const { value, evidence } = report.stage;
  const { data } = useQuery({ ...evaluationsQuery(community.id, report.asOf), retry: false });
  const since = data && stageSince(data.evaluations, value);
  const shown = all ? evidence : evidence.filter(({ rule, holds }) => holds || rule === value);
  return (
    <Panel title={t('figure.stage.name')} explain={explain('stage')}>
      <ol className="q-ribbon">
        {RIBBON.map((stage) => (
          <li
            key={stage}
            className={stage === value ? 'q-ribbon-here' : ''}
            aria-current={stage === value ? 'step' : undefined}
            style={{ '--stage': STAGE_COLOURS[stage] } as React.CSSProperties}
          >
            <span>{words.stage(stage)}</span>
            {stage === value ? <small>{t('stage.here')}</small> : null}
          </li>
        ))}
      </ol>
      {since && since.day < report.asOf && value !== 'unknown' ? (
        <p className="q-panel-note q-since">
          {words.stage(value)} {t(since.exact ? 'trend.since' : 'trend.sinceAtLeast', { day: format.day(since.day) })}
        </p>
      ) : null}
      {value === 'unknown' ? <p className="q-soft">{t('stage.unknownWhy')}</p> : null}
      <ul className="q-evidence">
        {shown.map((item) => (
          <EvidenceLine key={`${item.rule} ${item.code}`} item={item} />
        ))}
      </ul>
      {shown.length < evidence.length || all ? (
        <Button type="link" size="small" className="q-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('stage.fewer') : t('stage.all', { shown: evidence.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

function EvidenceLine({ item }: { item: CommunityReport['stage']['evidence'][number] }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <li className={item.holds ? 'q-holds' : ''}>
      {item.holds ? (
        <CheckCircleFilled aria-label={t('stage.holds')} />
      ) : (
        <MinusCircleOutlined aria-label={t('stage.holdsNot')} />
      )}
      <span className="q-evidence-rule">{words.stage(item.rule)}</span>
      <span>{words.evidence(item)}</span>
    </li>
  );
}
