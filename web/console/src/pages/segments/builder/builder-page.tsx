import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ruleInput } from '../../../../../../src/modules/segments/rule.contract.ts';
import { ErrorState, Skeleton } from '../../../../../ui/states.tsx';
import { ApiError } from '../../../api/problem.ts';
import { segmentQuery } from '../../../api/segments.ts';
import { describeError } from '../../../shell/describe-error.ts';
import { NotFoundPage } from '../../../shell/error-pages.tsx';
import { useCommunity } from '../../../shell/use-community.ts';
import { TEMPLATE_RULES } from '../templates.ts';
import { Builder } from './builder.tsx';
import '../segments.css';

/** A new segment: empty, from a ready rule, from a filter, or as a copy. */
export function NewSegmentPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { template, copy, rule } = useSearch({ from: '/app/c/$community/segments/new' });
  const source = useQuery({ ...segmentQuery(community.id, copy ?? ''), enabled: copy !== undefined });
  if (copy && source.error)
    return <ErrorState {...describeError(source.error, t)} onRetry={() => void source.refetch()} />;
  if (copy && !source.data) return <Waiting />;
  const given = ruleInput.safeParse(rule);
  const begin = source.data?.rule ?? (given.success ? given.data : template && TEMPLATE_RULES[template]);
  return (
    <Builder
      key={`${template} ${copy}`}
      segment={undefined}
      rule={begin}
      name={
        source.data
          ? t('segments.one.copyName', { name: source.data.name })
          : template
            ? t(`segments.template.${template}.name`)
            : ''
      }
      description={source.data?.description ?? (template ? t(`segments.template.${template}.why`) : '')}
    />
  );
}

/** The rule of a segment that is there. */
export function EditSegmentPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { segment } = useParams({ from: '/app/c/$community/segments/$segment/edit' });
  const { data, error, refetch } = useQuery({ ...segmentQuery(community.id, segment), staleTime: Infinity });
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (!data.rule) return <NotFoundPage />;
  return <Builder key={data.version} segment={data} rule={data.rule} name={data.name} description={data.description} />;
}

const Waiting = () => (
  <div className="q-panel">
    <Skeleton rows={8} height={28} />
  </div>
);
