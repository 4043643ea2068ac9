import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { STAGE_COLOURS } from '../../../../ui/tokens.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { useExplain } from './explanations.ts';

const RIBBON = ['construction', 'development', 'maturity', 'decline'] as const;

/** Where in its life the community is, and every rule that was asked to say so. */
export function StagePanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const words = useWords();
  const explain = useExplain(report);
  const [all, setAll] = useState(false);
  const { value, evidence } = report.stage;
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
