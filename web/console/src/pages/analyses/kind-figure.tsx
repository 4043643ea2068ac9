import type { ComponentType } from 'react';
import type { AnalysisKindName, Answered, GivenParams, ParamsOf, PointOf, ResultOf } from '../../api/analyses.ts';
import { useCommunity } from '../../shell/use-community.ts';
import type { FigureProps } from './kind-view.ts';
import { viewOf } from './kind-views.ts';
import { useOpenPeople } from './use-open-people.ts';

/** The evidence of an answer as its kind draws it. `sent`: the choices as they were asked. */
export function KindFigure<K extends AnalysisKindName>(props: {
  answered: Answered<K>;
  sent: GivenParams;
  change: (next: Partial<ParamsOf<K>>) => void;
  tile: boolean;
}) {
  const { answered, sent, change, tile } = props;
  const { zone } = useCommunity();
  const open = useOpenPeople(answered.kind, sent);
  const Figure = viewOf(answered.kind).Figure as unknown as ComponentType<
    FigureProps<ParamsOf<K>, ResultOf<K>, PointOf<K>>
  >;
  return (
    <Figure
      params={answered.params}
      result={answered.result}
      meta={{ asOf: answered.asOf, zone }}
      open={open}
      change={change}
      tile={tile}
    />
  );
}
