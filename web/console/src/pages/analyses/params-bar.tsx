import { SlidersOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisRange } from '../../../../../src/modules/analyses/common.contract.ts';
import { ANALYSES, type AnalysisKindName, type ParamsOf } from '../../api/analyses.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { GroupChoice } from './controls/group-choice.tsx';
import { RangeChoice } from './controls/range-choice.tsx';
import { SegmentChoice } from './controls/segment-choice.tsx';
import type { ControlsProps } from './kind-view.ts';
import { viewOf } from './kind-views.ts';

/** What most kinds can be asked; those that cannot lack the key. */
type Common = { range?: AnalysisRange; segmentId?: string | undefined; groupId?: string | undefined };

/** The choices of an analysis: days, segment and group first, then those of its kind. All of them are in the address. */
export function ParamsBar<K extends AnalysisKindName>(props: {
  kind: K;
  params: ParamsOf<K>;
  change: (next: Partial<ParamsOf<K>>) => void;
  asOf: string | undefined;
}) {
  const { kind, params, asOf } = props;
  const { t } = useTranslation();
  const { zone } = useCommunity();
  // On phones the answer comes before the choices; elsewhere they are always there.
  const [open, setOpen] = useState(false);
  const view = viewOf(kind);
  const common = params as Common;
  const change = props.change as (next: Common) => void;
  const Controls = view.Controls as ComponentType<ControlsProps<ParamsOf<K>>> | undefined;
  const shape = ANALYSES[kind].params.shape;
  return (
    <section className="q-params" aria-label={t('analysis.params')} data-open={open}>
      <Button
        size="small"
        icon={<SlidersOutlined />}
        className="q-params-toggle"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('analysis.params')}
      </Button>
      {view.ranged && common.range ? (
        <RangeChoice
          value={common.range}
          asOf={asOf ?? new Date().toISOString().slice(0, 10)}
          onChange={(range) => change(range ? { range } : {})}
        />
      ) : null}
      <SegmentChoice value={common.segmentId} onChange={(segmentId) => change({ segmentId })} />
      {'groupId' in shape ? <GroupChoice value={common.groupId} onChange={(groupId) => change({ groupId })} /> : null}
      {Controls ? (
        <Controls params={params} change={props.change} meta={asOf === undefined ? undefined : { asOf, zone }} />
      ) : null}
    </section>
  );
}
